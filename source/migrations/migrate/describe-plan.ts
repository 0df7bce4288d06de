import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {PlanStep} from '../../runs/events.ts';
import type {PreviewEngine} from '../engine/engine.ts';
import {previewStep} from '../engine/preview.ts';
import type {Step} from '../graph/plan.ts';
import {HazardFinder} from '../hazards/finder.ts';
import {refuseSqlOfOthers} from './wrong-dialect.ts';

export interface DescribedPlan {
	/** With their SQL and warnings. */
	steps: PlanStep[];
	/** The warnings of what would lose rows, each with its migration. */
	losses: string[];
	/** Which of them cannot be unapplied, although they are to be. */
	irreversible: string[];
	/** Why others cannot be unapplied with the rows that are there. */
	stuck: {migration: string; warnings: string[]}[];
	/** Which of them want no transaction around them. */
	withoutTransaction: string[];
}

/** Of a plan that is only recorded. */
export function recordedPlan(steps: Step[]): DescribedPlan {
	const nothing = {losses: [], irreversible: [], stuck: [], withoutTransaction: []};
	return {steps: steps.map(withoutSql), ...nothing};
}

/**
 * Looks at what the steps would do, and at the tables that they would do it to. Nothing is changed.
 * @throws CommandError `no-dialect`
 */
export async function describePlan(
	project: Project,
	engine: PreviewEngine,
	steps: Step[],
): Promise<DescribedPlan> {
	await refuseSqlOfOthers(engine, steps);
	const database = await connectDatabase(project);
	try {
		const finder = new HazardFinder(database);
		const plan = recordedPlan([]);
		for (const step of steps) {
			if (step.fake) {
				plan.steps.push(withoutSql(step));
				continue;
			}
			const {sql, stoppedBy, runsCode, reversible, transactional} = await previewStep(engine, step);
			if (step.direction === 'backwards' && !reversible) plan.irreversible.push(step.file.id);
			if (!transactional) plan.withoutTransaction.push(step.file.id);
			const hazards = await finder.find(sql, {runsCode, reversible});
			const warnings = hazards.map(({code, warning, safer}) => `${warning} ${safer} (${code})`);
			const failing = hazards.filter(({fails}) => fails).map(({warning}) => warning);
			if (step.direction === 'backwards' && failing.length > 0) {
				plan.stuck.push({migration: step.file.id, warnings: failing});
			}
			warnings.push(...dependantsOf(step));
			if (stoppedBy) warnings.push(`Its SQL cannot be shown in full: ${stoppedBy}.`);
			const losing = hazards.filter(({losesData}) => losesData);
			const losesData = losing.length > 0 && {losesData: true};
			plan.steps.push({...withoutSql(step), warnings, ...losesData, sql});
			plan.losses.push(...losing.map(({warning}) => `${step.file.id}: ${warning}`));
		}
		return plan;
	} finally {
		await database?.close();
	}
}

function dependantsOf({possibleDependants: ids = []}: Step): string[] {
	return ids.map(
		id =>
			`${id} was applied after it and may need it: its file is missing, so nobody can tell. Bring the file back first. (missing-file)`,
	);
}

function withoutSql({file, direction}: Step): PlanStep {
	return {migration: file.id, direction, warnings: []};
}
