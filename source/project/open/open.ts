import {CommandError} from '../../errors/command-error.ts';
import {type App, loadApps} from '../apps/app-registry.ts';
import type {KeptConnection} from '../database/kept-connection.ts';
import {findProject, type ProjectLocation} from '../settings/find.ts';
import {type CompleteSettings, type DatabaseSettings, loadSettings} from '../settings/settings.ts';
import type {CallerOrm} from './caller-orm.ts';
import type {MikroOrmProject} from './open-mikro-orm.ts';

/** A project whose settings are valid and whose apps exist; no entity and no driver is loaded yet. */
export interface Project extends ProjectLocation {
	settings: CompleteSettings;
	apps: App[];
	/** Of a plain MikroORM project alone, whose settings are derived from its config. */
	mikroOrm?: MikroOrmProject;
	/** In place of an ORM of our own: that of the library's caller, who also closes it. */
	caller?: CallerOrm;
	/** Of a project whose database is read again and again. */
	kept?: KeptConnection;
}

/**
 * @param from where to look, at or above
 * @param database in place of what the settings say, key by key
 * @throws CommandError when there is no project, or its settings or apps are wrong
 */
export async function openProject(
	from: string,
	database: Partial<DatabaseSettings> = {},
): Promise<Project> {
	const location = findProject(from);
	if (location.kind === 'mikro-orm') {
		return (await import('./open-mikro-orm.ts')).openMikroOrmProject(location, database);
	}
	const settings = await loadSettings(location);
	settings.database = changed(settings.database, database);
	return {...location, settings, apps: await loadApps(settings, location.root)};
}

/** A part that is given replaces that part of a URL. */
function changed(
	{url, ...database}: DatabaseSettings,
	given: Partial<DatabaseSettings>,
): DatabaseSettings {
	if (!url || given.url || Object.keys(given).length === 0) return {...database, url, ...given};
	const {hostname: host, port, username, password, pathname} = new URL(url);
	return {
		...database,
		name: decodeURIComponent(pathname.slice(1)),
		host,
		...(port && {port: Number(port)}),
		...(username && {user: decodeURIComponent(username)}),
		...(password && {password: decodeURIComponent(password)}),
		...given,
	};
}

/**
 * @param what ends the sentence `This is a plain MikroORM project: …`
 * @throws CommandError `plain-project` where there are no settings of ours
 */
export function requireSettings({kind}: ProjectLocation, what: string): void {
	if (kind === 'quarterdeck') return;
	throw new CommandError(`This is a plain MikroORM project: ${what}.`, {
		code: 'plain-project',
		hint: "Migrations work as they are; for the rest, run 'quarterdeck startproject NAME' and move the entities into its apps.",
	});
}
