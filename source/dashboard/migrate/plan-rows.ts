import {impactText, plannedText, rehearsalText, rehearsedText} from '../../runs/event-texts.ts';
import type {PlanStep} from '../../runs/events.ts';
import type {Problem, RunStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {paragraph, safe, sourceRows, sqlRows} from '../drawing/foreign-text.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {hazard} from '../migration-tree/hazard-rows.ts';
import type {Plan} from './plan.ts';

const mostTargetRows = 3;

export function planRows(plan: Plan, inside: number): string[] {
	return [...headRows(plan, inside), ...plan.steps.flatMap(step => stepRows(step, plan, inside))];
}

export function headRows({steps, target, fake, rehearsal}: Plan, inside: number): string[] {
	return [
		'Operations to perform:',
		...targetRows(target, steps, inside),
		...(fake ? [paint('warning', '  Recorded as applied only: nothing runs.')] : []),
		...(rehearsal && !fake ? paragraph(`  ${rehearsalText(rehearsal)}`, inside, 'success') : []),
		'',
	];
}

/** The names of many apps would hide the plan. */
function targetRows(target: string, steps: PlanStep[], inside: number): string[] {
	const rows = paragraph(`  ${target}`, inside, 'strong');
	if (rows.length <= mostTargetRows) return rows;
	const apps = new Set(steps.map(({migration}) => migration.split('.')[0]));
	const start = target.slice(0, target.indexOf(':') + 1);
	return paragraph(`  ${start} ${plural(apps.size, 'app')}`, inside, 'strong');
}

export function stepRows(
	{migration, direction, warnings, sql = [], impacts, rehearsed, source, backfill}: PlanStep,
	{fake, shown}: Pick<Plan, 'fake' | 'shown'>,
	inside: number,
): string[] {
	const backwards = direction === 'backwards';
	const does = [
		...(backwards ? ['unapply'] : []),
		...(backfill ? ['backfill'] : []),
		...(fake ? ['fake'] : []),
	].join(', ');
	const fills = [fake ? undefined : plannedText({backfill, source})].filter(
		text => text !== undefined,
	);
	const safety = warnings.length === 0 && !fake && !backfill ? paint('applied', '  safe') : '';
	return [
		`${backwards ? '-' : '+'} ${paint('strong', safe(migration))}${does ? `  ${does}` : ''}${safety}`,
		...warnings.flatMap(warning => hazard(warning, inside, '  ')),
		...fills.flatMap(text => paragraph(`  ${text}`, inside)),
		...(fake
			? []
			: sql.flatMap((statement, index) => [
					...(shown
						?.get(statement)
						?.rows(inside - 4)
						.map(row => `    ${row}`) ?? sqlRows(statement, inside)),
					...(impacts?.[index] ?? []).flatMap(impact =>
						paragraph(`      ${impactText(impact)}`, inside),
					),
					...(rehearsed?.[index]
						? paragraph(`      ${rehearsedText(rehearsed[index])}`, inside, 'success')
						: []),
				])),
		...(fake || source === undefined ? [] : sourceRows(source, inside)),
	];
}

/** Above a plan: an unfinished migration, and other runs of migrate. */
export function warningRows(problems: Problem[], running: RunStatus[], inside: number): string[] {
	const unfinished = problems.filter(({code}) => code === 'unfinished-migration');
	const others = running.filter(({kind, rehearses}) => kind === 'migrate' && !rehearses);
	const texts = [
		...unfinished.map(({message}) => message),
		...others.map(
			({command, operator, host}) =>
				`quarterdeck ${command} is being run by ${operator}@${host}: this run would wait for it.`,
		),
	];
	return texts.flatMap(text => paragraph(text, inside, 'error'));
}

/** `3 migrations · 1 could lose data` */
export function planSummary({steps}: Plan): string {
	const losing = steps.filter(({losesData}) => losesData).length;
	const count = plural(steps.length, 'migration');
	return losing > 0 ? `${count} ${glyphs.dot} ${losing} could lose data` : count;
}
