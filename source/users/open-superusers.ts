import {openProject} from '../project/open/open.ts';
import type {Event} from '../runs/events.ts';
import type {Superusers} from './superusers.ts';

/**
 * The superusers of the auth app, or of a plain MikroORM project's entity.
 * @param directory a folder in the project
 * @throws CommandError as `openAccounts`; `plain-project` when no entity is configured
 */
export async function* openSuperusers(directory: string): AsyncGenerator<Event, Superusers> {
	const project = await openProject(directory);
	if (project.kind === 'mikro-orm') {
		return yield* (await import('./plain-superusers.ts')).openPlainSuperusers(project);
	}
	return yield* (await import('./auth-superusers.ts')).openAuthSuperusers(project);
}
