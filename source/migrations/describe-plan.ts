import {connectDatabase} from '../project/database.ts';
import type {Project} from '../project/open.ts';
import type {PlanStep} from '../runs/events.ts';
import {HazardFinder} from './hazards.ts';
import type {MikroOrm} from './mikro-orm.ts';
import type {Step} from './plan.ts';
import {previewStep} from './preview.ts';

export interface DescribedPlan {
	/** With their SQL and warnings. */
	steps: PlanStep[];
	/** The warnings of what would lose rows, each with its migration. */
	losses: string[];
}

/** Looks at what the steps would do, and at the tables that they would do it to. Nothing is changed. */
export async function describePlan(
	project: Project,
	orm: MikroOrm,
	steps: Step[],
): Promise<DescribedPlan> {
	const database = await connectDatabase(project);
	try {
		const finder = new HazardFinder(database);
		const plan: DescribedPlan = {steps: [], losses: []};
		for (const step of steps) {
			const {sql, stoppedBy} = await previewStep(orm, step);
			const hazards = await finder.find(sql);
			const warnings = hazards.map(({warning}) => warning);
			if (stoppedBy) warnings.push(`Its SQL cannot be shown in full: ${stoppedBy}.`);
			plan.steps.push({...withoutSql(step), warnings, sql});
			const losing = hazards.filter(({losesData}) => losesData);
			plan.losses.push(...losing.map(({warning}) => `${step.file.id}: ${warning}`));
		}
		return plan;
	} finally {
		await database?.close();
	}
}

export function withoutSql({file, direction}: Step): PlanStep {
	return {migration: file.id, direction, warnings: []};
}
