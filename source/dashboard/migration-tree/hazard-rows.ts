import {warningText} from '../../runs/events.ts';
import type {MigrationStatus} from '../../runs/project-status.ts';
import {paragraph} from '../drawing/foreign-text.ts';

/** What could go wrong, and the safer way: `!!` where rows would be lost. */
export function hazardRows(
	{warnings}: Pick<MigrationStatus, 'warnings'>,
	inside: number,
): string[] {
	const losing = warnings.filter(({losesData}) => losesData);
	const others = warnings.filter(({losesData}) => !losesData);
	return [
		...losing.flatMap(warning => paragraph(`!! ${warningText(warning)}`, inside, 'error')),
		...others.flatMap(warning => paragraph(`! ${warningText(warning)}`, inside, 'warning')),
	];
}
