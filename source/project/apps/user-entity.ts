import {CommandError} from '../../errors/command-error.ts';
import type {EntityReference} from '../../mikro-orm/entity.ts';
import type {CompleteSettings, ConfiguredProject} from '../settings/settings.ts';
import type {App} from './app-registry.ts';

const authApp = 'quarterdeck/auth';

/**
 * Removes the auth app's user entity if the settings name one of the project's.
 * @param entities of each app, by its label; modified
 * @throws CommandError `user-entity` when the entity does not exist
 */
export function takeUserEntity(
	{settings, apps, settingsFile: file}: ConfiguredProject & {apps: App[]},
	entities: Map<string, EntityReference[]>,
): void {
	const named = settings.auth.user;
	const auth = apps.find(({name}) => name === authApp);
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

/** The table that is only created when the project has no user entity of its own. */
export function replacedTable({auth: {user}}: CompleteSettings, app: App): string | undefined {
	if (app.name !== authApp || user === undefined || user.startsWith(`${app.label}.`))
		return undefined;
	return 'auth_user';
}

function nameOf(entity: EntityReference): string | undefined {
	return 'meta' in entity
		? (entity.meta as {className?: string}).className
		: (entity as {name?: string}).name;
}
