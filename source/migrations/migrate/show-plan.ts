import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {literalPreview} from '../engine/open-preview.ts';
import type {Plan} from '../graph/plan.ts';
import {describePlan} from './describe-plan.ts';
import {openEngine} from './open-engine.ts';

/** What would be run, with its SQL; without a lock, as nothing is changed. */
export async function* showPlan(
	project: Project,
	{steps, target}: Plan,
): AsyncGenerator<Event, void> {
	if (steps.length === 0) {
		yield {type: 'plan', steps: [], target, preview: true};
		return;
	}
	// Code may ask for the entities, as it can when it is run.
	const preview = literalPreview(project, steps) ?? (await openEngine(project, steps));
	try {
		const plan = await describePlan(project, preview.engine, steps);
		yield {type: 'plan', steps: plan.steps, target, preview: true};
	} finally {
		await preview.close();
	}
}
