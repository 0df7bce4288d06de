import {warningText} from '../../runs/event-texts.ts';
import type {PlanWarning} from '../../runs/events.ts';
import type {MigrationStatus} from '../../runs/project-status.ts';
import {paragraph} from '../drawing/foreign-text.ts';

/** What could go wrong, and the safer way: `!!` where rows would be lost. */
export function hazardRows(
	{warnings}: Pick<MigrationStatus, 'warnings'>,
	inside: number,
): string[] {
	const losing = warnings.filter(({losesData}) => losesData);
	const others = warnings.filter(({losesData}) => !losesData);
	return [...losing, ...others].flatMap(warning => hazard(warning, inside));
}

/** One of them. @param indent before its mark */
export function hazard(warning: PlanWarning, inside: number, indent = ''): string[] {
	const [mark, meaning] = warning.losesData
		? (['!!', 'error'] as const)
		: (['!', 'warning'] as const);
	return paragraph(`${indent}${mark} ${warningText(warning)}`, inside, meaning);
}
