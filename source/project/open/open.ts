import type {ReportProblem} from '../../errors/command-error.ts';
import {type App, loadApps} from '../apps/app-registry.ts';
import {verifyMikroOrmVersion} from '../mikro-orm-version.ts';
import type {MigrationRules, Project} from '../project.ts';
import {findProject, type ProjectLocation} from '../settings/find.ts';
import {type CompleteSettings, type DatabaseSettings, loadSettings} from '../settings/settings.ts';
import {settingsAccess} from './settings-access.ts';

/**
 * @param from a folder in the project
 * @param database overrides the settings, key by key
 * @throws CommandError when there is no project, it is another user's, its MikroORM is not supported, or
 *   its settings or apps are wrong
 */
export async function openProject(
	from: string,
	database: Partial<DatabaseSettings> = {},
): Promise<Project> {
	return openLocated(findProject(from), database);
}

/** @param report gets what is wrong with single apps; by default it is thrown */
export async function openLocated(
	location: ProjectLocation,
	database: Partial<DatabaseSettings> = {},
	report?: ReportProblem,
): Promise<Project> {
	verifyMikroOrmVersion(location);
	if (location.kind === 'mikro-orm') {
		return (await import('../plain/plain-project.ts')).openPlainProject(location, database);
	}
	const settings = await loadSettings(location);
	settings.database = changed(settings.database, database);
	return quarterdeckProject(location, settings, await loadApps(settings, location.root, report));
}

/** A project with a `settings.ts`, or with settings and apps from elsewhere. */
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

/** Only the table name of MikroORM's migration options is used here. */
function recorderTable({options}: DatabaseSettings): {tableName?: string} {
	const {tableName} = (options?.migrations ?? {}) as {tableName?: string};
	return tableName === undefined ? {} : {tableName};
}

/** Single keys override the corresponding part of a URL. */
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
