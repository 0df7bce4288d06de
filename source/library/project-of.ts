import path from 'node:path';
import {CommandError, isCommandError} from '../errors/command-error.ts';
import {type AnyOrm, openSqliteFile} from '../mikro-orm/connection.ts';
import {readsTypeScript} from '../mikro-orm/options.ts';
import {isSqliteFile} from '../project/database/address.ts';
import {importFromProject, resolveFromProject} from '../project/import/import-source.ts';
import {verifyMikroOrmVersion} from '../project/mikro-orm-version.ts';
import {openLocated} from '../project/open/open.ts';
import {addressOf, driverOf, plainProject} from '../project/plain/plain-project.ts';
import type {Project} from '../project/project.ts';
import {locateProject, type ProjectLocation} from '../project/settings/find.ts';
import {callerAccess} from './caller-access.ts';
import type {ProjectOptions} from './index.ts';

/** @throws CommandError `usage`, `no-project`, `settings` … */
export async function projectOf({directory, database, orm}: ProjectOptions): Promise<Project> {
	if (!orm) return openLocated(locateProject(path.resolve(directory ?? '.')), database);
	if (!database) return projectOver(orm, directory);
	throw new CommandError('The database is that of the ORM; both were given.', {code: 'usage'});
}

/**
 * The project of an ORM, with that ORM's database. Without a `settings.ts` in the folder
 * or its parents, the ORM's own config as a plain MikroORM project.
 * @param directory replaces the ORM's `baseDir`
 * @throws CommandError `no-project` when the given folder has none; `unsupported-driver`
 */
async function projectOver(orm: AnyOrm, directory?: string): Promise<Project> {
	const {config} = orm as any;
	const location = locationOf(path.resolve(directory ?? config.get('baseDir')), !directory);
	// MikroORM 6 is only asked through connections of our own.
	verifyMikroOrmVersion({root: location.root, kind: 'quarterdeck'});
	const driver = driverOf({driver: config.get('driver')}, location.settingsFile);
	const isFile = isSqliteFile({
		settings: {database: {driver, ...addressOf(config, driver, location.root)}},
	});
	const file = isFile ? await openSqliteFile(orm) : undefined;
	const access = callerAccess(orm);
	if (location.kind === 'quarterdeck') {
		const project = await openLocated(location);
		const {options} = project.settings.database;
		const address = file === undefined ? addressOf(config, driver, location.root) : {name: file};
		project.settings.database = {driver, ...address, options};
		return {...project, access};
	}
	const core = await importFromProject('@mikro-orm/core', location.root);
	const preferTs = config.get('preferTs', readsTypeScript(core));
	return plainProject(location, config, access, {file, preferTs});
}

/** @param anywhere whether to fall back to the ORM's own config */
function locationOf(folder: string, anywhere: boolean): ProjectLocation {
	try {
		const found = locateProject(folder);
		if (found.kind === 'quarterdeck' || !anywhere) return found;
	} catch (error) {
		if (!isCommandError(error) || !anywhere) throw error;
	}
	const root = [folder, process.cwd()].find(hasMikroOrm) ?? folder;
	return {root, settingsFile: path.join(folder, 'mikro-orm.config'), kind: 'mikro-orm'};
}

function hasMikroOrm(folder: string): boolean {
	try {
		return Boolean(resolveFromProject('@mikro-orm/core', folder));
	} catch {
		return false;
	}
}
