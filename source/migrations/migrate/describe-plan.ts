import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {Event, PlanStep} from '../../runs/events.ts';
import type {PreviewEngine} from '../engine/engine.ts';
import {literalPreview, previewStep} from '../engine/preview.ts';
import type {Plan, Step} from '../graph/plan.ts';
import {HazardFinder} from '../hazards/finder.ts';
import {openEngine} from './open-engine.ts';
import {refuseOtherDialects} from './wrong-dialect.ts';

export interface DescribedPlan {
	/** With their SQL and warnings. */
	steps: PlanStep[];
	/** The warnings about rows that would be lost, each with its migration. */
	losses: string[];
	/** Ids of migrations that are to be unapplied and cannot be. */
	irreversible: string[];
	/** Migrations that cannot be unapplied with the existing rows, and why. */
	stuck: {migration: string; warnings: string[]}[];
	/** Ids of migrations that want no transaction around them. */
	withoutTransaction: string[];
}

/** The description of a plan that is only recorded. */
export function recordedPlan(steps: Step[]): DescribedPlan {
	const nothing = {losses: [], irreversible: [], stuck: [], withoutTransaction: []};
	return {steps: steps.map(withoutSql), ...nothing};
}

/**
 * Finds out what the steps would do, and to which rows. Nothing is changed.
 * @throws CommandError `no-dialect`
 */
export async function describePlan(
	project: Project,
	engine: PreviewEngine,
	steps: Step[],
): Promise<DescribedPlan> {
	await refuseOtherDialects(engine, steps);
	const database = await connectDatabase(project);
	try {
		const finder = new HazardFinder(database);
		const plan = recordedPlan([]);
		for (const step of steps) {
			if (step.fake) plan.steps.push(withoutSql(step));
			else await addStep(plan, engine, finder, step);
		}
		return plan;
	} finally {
		await database?.close();
	}
}

/** What would be run, with its SQL; without a lock, as nothing is changed. */
export async function* showPlan(
	project: Project,
	{steps, target}: Plan,
): AsyncGenerator<Event, void> {
	if (steps.length === 0) {
		yield {type: 'plan', steps: [], target, preview: true};
		return;
	}
	const preview = literalPreview(project, steps);
	// Code may ask for the entities, as it can when it is run.
	const open = preview ? undefined : await openEngine(project, steps);
	try {
		const plan = await describePlan(project, preview ?? open!.engine, steps);
		yield {type: 'plan', steps: plan.steps, target, preview: true};
	} finally {
		await open?.close();
	}
}

async function addStep(
	plan: DescribedPlan,
	engine: PreviewEngine,
	finder: HazardFinder,
	step: Step,
): Promise<void> {
	const {id} = step.file;
	const {sql, stoppedBy, runsCode, reversible, transactional} = await previewStep(engine, step);
	if (!transactional) plan.withoutTransaction.push(id);
	const hazards = await finder.find(sql, {runsCode, reversible});
	const failing = hazards.filter(({fails}) => fails).map(({warning}) => warning);
	if (step.direction === 'backwards') {
		if (!reversible) plan.irreversible.push(id);
		if (failing.length > 0) plan.stuck.push({migration: id, warnings: failing});
	}
	const warnings = [
		...hazards.map(({code, warning, safer}) => `${warning} ${safer} (${code})`),
		...dependantsOf(step),
		...(stoppedBy ? [`Its SQL cannot be shown in full: ${stoppedBy}.`] : []),
	];
	const losses = hazards.filter(({losesData}) => losesData).map(({warning}) => warning);
	plan.losses.push(...losses.map(warning => `${id}: ${warning}`));
	const losesData = losses.length > 0 && {losesData: true};
	plan.steps.push({...withoutSql(step), warnings, ...losesData, sql});
}

function dependantsOf({possibleDependants: ids = []}: Step): string[] {
	return ids.map(
		id =>
			`${id} was applied after it and may need it; its file is missing, so that cannot be checked. Restore the file first. (missing-file)`,
	);
}

function withoutSql({file, direction}: Step): PlanStep {
	return {migration: file.id, direction, warnings: []};
}
