import type {Project} from '../../project/project.ts';
import {refuseConflicts} from './graph.ts';
import {missingFiles, refuseMissingFiles, withPossibleDependants} from './missing-files.ts';
import {type Plan, planMigrations, type Target, verifyHistory} from './plan.ts';
import {loadMigrations} from './state.ts';

export interface CurrentPlan extends Plan {
	/** Whether there is a squashed migration at all. */
	squashed: boolean;
}

/**
 * What leads from the database as it is now to the target, by the files that are there now.
 * @param options.fake to be recorded only: then the history may be what is mended
 * @throws CommandError `migration-conflict`, `inconsistent-history`, `missing-file`, `unknown-migration` …
 */
export async function currentPlan(
	project: Project,
	target: Target | undefined,
	{fake = false}: {fake?: boolean},
): Promise<CurrentPlan> {
	const {graph, applied, squashed} = await loadMigrations(project);
	refuseConflicts(graph);
	if (!fake) verifyHistory(graph, applied);
	if (target) await refuseMissingFiles(project, graph, applied, target);
	const plan = planMigrations(graph, applied, target);
	const missing = missingFiles(project, graph, applied);
	return {...plan, steps: withPossibleDependants(plan.steps, missing, applied), squashed};
}
