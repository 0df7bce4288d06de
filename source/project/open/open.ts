import {type App, loadApps} from '../apps/app-registry.ts';
import type {MigrationRules, Project} from '../project.ts';
import {findProject} from '../settings/find.ts';
import {type CompleteSettings, type DatabaseSettings, loadSettings} from '../settings/settings.ts';
import {settingsAccess} from './settings-access.ts';

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
		return (await import('../plain/plain-project.ts')).openPlainProject(location, database);
	}
	const settings = await loadSettings(location);
	settings.database = changed(settings.database, database);
	return quarterdeckProject(location, settings, await loadApps(settings, location.root));
}

/** A project with settings of ours, however they and the apps were found. */
export function quarterdeckProject(
	{root, settingsFile}: Pick<Project, 'root' | 'settingsFile'>,
	settings: CompleteSettings,
	apps: App[],
): Project {
	const migrations = {...migrationRules, ...recorderTable(settings.database)};
	const access = settingsAccess;
	return {kind: 'quarterdeck', root, settingsFile, settings, apps, access, migrations};
}

const migrationRules: MigrationRules = {
	tableName: 'mikro_orm_migrations',
	transactional: true,
	safe: false,
	dropTables: true,
};

/** Of MikroORM's options for migrations, only the name of its table counts here. */
function recorderTable({options}: DatabaseSettings): {tableName?: string} {
	const {tableName} = (options?.migrations ?? {}) as {tableName?: string};
	return tableName === undefined ? {} : {tableName};
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
