import type {MigrationStatus} from '../../runs/project-status.ts';
import {fit} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {paint} from '../drawing/theme.ts';

type Hazards = Pick<MigrationStatus, 'warnings' | 'losesData'>;

/** `!!` if one of them would lose data, `!` if one has another hazard. */
export function hazardMark(migrations: Hazards[]): string {
	if (migrations.some(({losesData}) => losesData)) return paint('error', '!!');
	return migrations.some(({warnings}) => warnings.length > 0) ? paint('warning', '!') : '';
}

export function hazardRows(migration: Hazards, columns: number): string[] {
	const mark = migration.losesData ? '!!' : '!';
	const meaning = migration.losesData ? 'error' : 'warning';
	return migration.warnings.map(text => paint(meaning, fit(`${mark} ${safe(text)}`, columns)));
}
