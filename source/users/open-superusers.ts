import {openProject} from '../project/open/open.ts';
import type {Event} from '../runs/events.ts';
import type {Superusers} from './superusers.ts';

/**
 * The superusers of the auth app, or of the entity that a plain MikroORM project names.
 * @param directory where to look for the project, at or above
 * @throws CommandError as `openAccounts`; `plain-project` where no entity is named
 */
export async function* openSuperusers(directory: string): AsyncGenerator<Event, Superusers> {
	const project = await openProject(directory);
	if (project.kind === 'mikro-orm') {
		return yield* (await import('./plain-superusers.ts')).openPlainSuperusers(project);
	}
	return yield* (await import('./auth-superusers.ts')).openAuthSuperusers(project);
}
