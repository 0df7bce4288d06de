import {CommandError} from '../errors.ts';
import type {EntityReference} from './entities.ts';
import type {Project} from './open.ts';

/**
 * Leaves our own entity of users out where the settings name one of the project's.
 * @param entities of each app, by its label; changed
 * @throws CommandError `user-entity` when there is none of that name
 */
export function takeUserEntity(
	{settings, apps, settingsFile: file}: Project,
	entities: Map<string, EntityReference[]>,
): void {
	const named = settings.auth.user;
	const auth = apps.find(({name}) => name === 'quarterdeck/auth');
	if (named === undefined || !auth) return;
	const [label, name] = named.split('.') as [string, string];
	if (!entities.get(label)?.some(entity => nameOf(entity) === name)) {
		throw new CommandError(`settings.auth.user names ${named}, and there is no such entity.`, {
			code: 'user-entity',
			hint: `Let ${label}/entities.ts export an entity named ${name}, made with userProperties of 'quarterdeck/auth'.`,
			file,
		});
	}
	if (label === auth.label) return;
	const others = entities.get(auth.label)!.filter(entity => nameOf(entity) !== 'User');
	entities.set(auth.label, others);
}

/** Of a schema or of a class. */
function nameOf(entity: EntityReference): string | undefined {
	return 'meta' in entity
		? (entity.meta as {className?: string}).className
		: (entity as {name?: string}).name;
}
