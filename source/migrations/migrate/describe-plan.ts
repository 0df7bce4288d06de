import {splitWay, type Way} from '../../errors/ways.ts';
import {type Dialect, dialectOf} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {Event, PlanStep, PlanWarning} from '../../runs/events.ts';
import {type Preview, previewOf} from '../files/preview.ts';
import type {Plan, Step} from '../graph/plan.ts';
import {HazardFinder} from '../hazards/finder.ts';
import type {Hazard} from '../hazards/hazard.ts';
import {impactsOf} from '../impact/impact.ts';
import {rehearsalOf, withTimes} from '../rehearse/kept-rehearsal.ts';
import {refuseOtherDialects} from './wrong-dialect.ts';

export interface DescribedPlan {
	/** With their SQL and warnings. */
	steps: PlanStep[];
	/** The warnings about rows that would be lost and that no author accepts, each with its migration. */
	losses: {migration: string; code: string; warning: string}[];
	/** Whether rows would be lost, accepted or not. */
	mayLoseData: boolean;
	/** Ids of migrations that are to be unapplied and cannot be. */
	irreversible: string[];
	/** Migrations that cannot be unapplied with the existing rows, and why. */
	stuck: {migration: string; warnings: string[]}[];
	/** Ids of migrations that want no transaction around them. */
	withoutTransaction: string[];
}

/** The description of a plan that is only recorded. */
export function recordedPlan(steps: Step[]): DescribedPlan {
	const nothing = {irreversible: [], stuck: [], withoutTransaction: []};
	return {steps: steps.map(withoutSql), losses: [], mayLoseData: false, ...nothing};
}

/**
 * Finds out what the steps would do, and to which rows. Nothing runs, and nothing is changed.
 * @param withImpacts also what each statement keeps others from
 * @throws CommandError `no-dialect`
 */
export async function describePlan(
	project: Project,
	steps: Step[],
	withImpacts = false,
): Promise<DescribedPlan> {
	const dialect = dialectOf(project);
	if (project.settings.database.driver === 'mssql') return unread(steps, dialect);
	refuseOtherDialects(dialect, steps);
	const database = await connectDatabase(project);
	try {
		const finder = new HazardFinder(database);
		const plan = recordedPlan([]);
		for (const step of steps) {
			if (step.fake) plan.steps.push(withoutSql(step));
			else await addStep(plan, project, finder, step, withImpacts);
		}
		return plan;
	} finally {
		await database?.close();
	}
}

/** Nothing here reads the statements of SQL Server. */
function unread(steps: Step[], dialect: Dialect): DescribedPlan {
	const plan = recordedPlan([]);
	for (const step of steps) {
		const {sql, source} = previewOf(step.file, step.direction, dialect);
		const message = 'Its statements are not understood: SQL Server.';
		const warnings = [{code: 'DL000', message, safer: 'Read them before they are run.'}];
		const shown = source === undefined ? {sql} : {source};
		plan.steps.push({...withoutSql(step), warnings, ...shown});
	}
	return plan;
}

/** What would be run, with its SQL; without a lock, as nothing is changed. */
export async function* showPlan(
	project: Project,
	{steps, target}: Plan,
): AsyncGenerator<Event, void> {
	const described = steps.length > 0 ? await describePlan(project, steps, true) : recordedPlan([]);
	if (steps.some(({file}) => file.backfill)) {
		const {describeBackfills} = await import('../backfill/describe.ts');
		await describeBackfills(project, steps, described.steps);
	}
	const rehearsal = rehearsalOf(project, steps);
	yield {
		...{type: 'plan', target, preview: true},
		...(rehearsal
			? {steps: withTimes(described.steps, rehearsal), rehearsal}
			: {steps: described.steps}),
	};
}

async function addStep(
	plan: DescribedPlan,
	project: Project,
	finder: HazardFinder,
	step: Step,
	withImpacts: boolean,
): Promise<void> {
	const {id} = step.file;
	if (step.file.backfill) return addBackfill(plan, finder, step);
	const preview = previewOf(step.file, step.direction, dialectOf(project));
	const {sql, source, stoppedBy, accepts, reversible, transactional} = preview;
	if (!transactional) plan.withoutTransaction.push(id);
	const impacts = withImpacts && source === undefined ? await impactsOf(sql, finder.tables) : [];
	const hazards = await finder.find(source === undefined ? sql : preview.texts, {
		...{runsCode: source !== undefined, reversible},
	});
	const failing = hazards.filter(({fails}) => fails).map(({warning}) => warning);
	if (step.direction === 'backwards') {
		if (!reversible) plan.irreversible.push(id);
		if (failing.length > 0) plan.stuck.push({migration: id, warnings: failing});
	}
	const way =
		canSplit(project, step) && source === undefined && transactional
			? splitWay(step.file.app, step.file.name)
			: undefined;
	const warnings = [
		...hazards.map(hazard => warningOf(hazard, accepts, way)),
		...dependantsOf(step),
		...(stoppedBy ? [{code: 'throws', message: `It throws an error: ${stoppedBy}.`}] : []),
	];
	const losing = hazards.filter(({losesData}) => losesData);
	const losses = losing.filter(({code}) => !Object.hasOwn(accepts, code));
	plan.mayLoseData ||= losing.length > 0;
	for (const {code, warning} of losses) plan.losses.push({migration: id, code, warning});
	plan.steps.push({
		...withoutSql(step),
		warnings,
		...(losses.length > 0 && {losesData: true}),
		...(source === undefined ? {sql} : {source}),
		...(impacts.length > 0 && {impacts}),
	});
}

/** What it fills is not known without its entities; later steps may find other rows after it. */
async function addBackfill(plan: DescribedPlan, finder: HazardFinder, step: Step): Promise<void> {
	if (step.direction === 'forwards') {
		plan.withoutTransaction.push(step.file.id);
		await finder.find([], {runsCode: true});
		plan.steps.push({...withoutSql(step), backfill: {}});
		return;
	}
	const message = 'Its rows stay as they are: only its record is removed.';
	plan.steps.push({...withoutSql(step), warnings: [{code: 'backfill', message}], backfill: {}});
}

/** Whether its file is one that `splitmigration` may take. */
function canSplit({kind, apps}: Project, {file, direction}: Step): boolean {
	const isOwn = apps.some(({label, own}) => own && label === file.app);
	return kind === 'quarterdeck' && direction === 'forwards' && isOwn && file.replaces.length === 0;
}

function warningOf(
	{code, warning, rows, safer, losesData, isSplit}: Hazard,
	accepts: Preview['accepts'],
	split: Way | undefined,
): PlanWarning {
	const accepted = Object.hasOwn(accepts, code) ? accepts[code] : undefined;
	const way = isSplit && accepted === undefined ? split : undefined;
	return {
		...{code, message: warning, safer: way ? `${safer} '${way.command}' does it.` : safer},
		...(way && {way}),
		...(rows !== undefined && {rows}),
		...(accepted === undefined ? losesData && ({losesData} as const) : {accepted}),
	};
}

function dependantsOf({possibleDependants: ids = []}: Step): PlanWarning[] {
	return ids.map(id => ({
		code: 'missing-file',
		message: `${id} was applied after it and may need it; its file is missing, so that cannot be checked.`,
		safer: 'Restore the file first.',
	}));
}

function withoutSql({file, direction}: Step): PlanStep {
	return {migration: file.id, direction, warnings: []};
}
