import type {Project} from '../../project/project.ts';
import {recordApplied} from '../record/recorder.ts';
import {warningsOfChangedFiles} from './changed-files.ts';
import {refuseBroken, refuseConflicts} from './graph.ts';
import {missingFiles, refuseMissingFiles, withPossibleDependants} from './missing-files.ts';
import {type Plan, planMigrations, type Target, verifyHistory} from './plan.ts';
import {loadMigrations, migrationState} from './state.ts';

export interface CurrentPlan extends Plan {
	/** Whether there is a squashed migration at all. */
	squashed: boolean;
	/** Sentences about applied migrations whose files were edited or are gone. */
	warnings(): string[];
}

/**
 * The steps from the database as it is to the target, with the files as they are.
 * @param options.fake only record them: that may be how the history is repaired
 * @throws CommandError `migration-conflict`, `inconsistent-history`, `missing-file`, `migration-syntax` …
 */
export async function currentPlan(
	project: Project,
	target: Target | undefined,
	{fake = false}: {fake?: boolean},
): Promise<CurrentPlan> {
	const loaded = await loadMigrations(project);
	const {graph, applied, squashed} = loaded;
	refuseConflicts(graph);
	if (!fake) verifyHistory(graph, applied);
	const missing = missingFiles(project, graph, applied);
	if (target) await refuseMissingFiles(project, missing, graph, applied, target);
	const plan = planMigrations(graph, applied, target);
	refuseBroken(plan.steps.map(({file}) => file));
	return {
		...{...plan, steps: withPossibleDependants(plan.steps, missing, applied), squashed},
		warnings: () => warningsOfChangedFiles(migrationState(project, loaded).apps),
	};
}

/** Records squashed migrations as applied if all that they replace is applied. */
export async function recordReplacements(project: Project): Promise<void> {
	const {unrecorded} = await loadMigrations(project);
	const ids = unrecorded.map(({id}) => id);
	await recordApplied(project, ids);
}
