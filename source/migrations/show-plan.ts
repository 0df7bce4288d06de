import type {Project} from '../project/open.ts';
import {openOrm} from '../project/orm.ts';
import type {Event} from '../runs/events.ts';
import {describePlan} from './describe-plan.ts';
import {overMikroOrm} from './mikro-orm.ts';
import type {Plan} from './plan.ts';

/** What would be run, with its SQL; without a lock, as nothing is changed. */
export async function* showPlan(
	project: Project,
	{steps, target}: Plan,
): AsyncGenerator<Event, void> {
	if (steps.length === 0) {
		yield {type: 'plan', steps: [], target, preview: true};
		return;
	}
	const open = await openOrm(project);
	try {
		const plan = await describePlan(project, await overMikroOrm(project, open), steps);
		yield {type: 'plan', steps: plan.steps, target, preview: true};
	} finally {
		await open.orm.close(true);
	}
}
