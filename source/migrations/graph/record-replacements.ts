import type {Project} from '../../project/project.ts';
import {recordApplied} from '../record/recorder.ts';
import {loadMigrations} from './state.ts';

/** A squashed migration is applied as soon as all that it replaces is. */
export async function recordReplacements(project: Project): Promise<void> {
	const {unrecorded} = await loadMigrations(project);
	await recordApplied(
		project,
		unrecorded.map(({id}) => id),
	);
}
