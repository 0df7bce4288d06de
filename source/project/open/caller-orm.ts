import path from 'node:path';
import {isCommandError} from '../../errors/command-error.ts';
import type {Database} from '../database/database.ts';
import {importFromProject, resolveFromProject} from '../import/import-source.ts';
import type {CallerOrm, Project} from '../project.ts';
import {findProject, type ProjectLocation} from '../settings/find.ts';
import {connectWith} from './connect-mikro-orm.ts';
import {openProject} from './open.ts';
import {addressOf, driverOf, plainProjectOf} from './open-mikro-orm.ts';

/**
 * The project that an ORM belongs to, on that ORM's database: the one whose settings are at or above
 * the folder; else the ORM's own config, as a plain MikroORM project.
 * @param directory in place of the ORM's `baseDir`
 * @throws CommandError `no-project` when a folder is given and has none; `unsupported-driver`
 */
export async function projectOver(orm: CallerOrm, directory?: string): Promise<Project> {
	const {config} = orm as any;
	const location = locationOf(path.resolve(directory ?? config.get('baseDir')), !directory);
	const driver = driverOf({driver: config.get('driver')}, location.settingsFile);
	const file = driver === 'sqlite' ? await fileOf(orm) : undefined;
	if (location.kind === 'quarterdeck') {
		const project = await openProject(location.root);
		const {options} = project.settings.database;
		const address = file === undefined ? addressOf(config, driver, location.root) : {name: file};
		project.settings.database = {driver, ...address, options};
		return {...project, caller: orm};
	}
	const {Utils} = await importFromProject('@mikro-orm/core', location.root);
	const project = plainProjectOf(location, config, {
		file,
		preferTs: config.get('preferTs', Utils.detectTypeScriptSupport()),
	});
	return {...project, caller: orm};
}

/** As a project's own ORM would be, but that closing it does nothing. */
export function keptOpen(orm: CallerOrm): CallerOrm {
	return new Proxy(orm, {
		get(target, key) {
			if (key === 'close') return async () => {};
			const value = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** A database in memory is nowhere but in the ORM's own connection; of others we open one of ours. */
export async function connectBeside({caller, settings}: Project): Promise<Database> {
	const {driver, name} = settings.database;
	const {config} = caller as any;
	if (name !== ':memory:') {
		const options = {...config.getAll(), logger: () => {}};
		if (driver === 'sqlite') options.dbName = await fileOf(caller!);
		return connectWith(new config.constructor(options), driver);
	}
	const connection = connectionOf(caller!);
	return {
		dialect: driver,
		query: (sql, parameters = []) => connection.execute(sql, [...parameters], 'all'),
		close: async () => {},
	};
}

/**
 * Work that changes how a SQLite connection and its schema generator behave, and leaves them as they
 * were.
 */
export async function leavingAsFound<T>(orm: CallerOrm, work: () => Promise<T>): Promise<T> {
	const platform = (orm.driver as any).getPlatform();
	const {schemaHelper} = platform;
	const isSqlite = driverOf({driver: orm.config.get('driver')}, '') === 'sqlite';
	const before = isSqlite ? await pragmasOf(orm) : [];
	try {
		return await work();
	} finally {
		platform.schemaHelper = schemaHelper;
		for (const pragma of before) await connectionOf(orm).execute(pragma);
	}
}

async function pragmasOf(orm: CallerOrm): Promise<string[]> {
	const read = async (name: string) => {
		const [row] = await connectionOf(orm).execute(`pragma ${name}`);
		return `pragma ${name} = ${Object.values(row)[0]}`;
	};
	return [await read('foreign_keys'), await read('busy_timeout')];
}

/** Absolute path, or `:memory:`: what the name in the config was taken from may have changed since. */
async function fileOf(orm: CallerOrm): Promise<string> {
	const list: any[] = await connectionOf(orm).execute('pragma database_list');
	return list.find(({name}) => name === 'main')?.file || ':memory:';
}

function connectionOf(orm: CallerOrm): any {
	return (orm.driver as any).getConnection();
}

/** @param anywhere whether the ORM's own config will do where there is no project */
function locationOf(folder: string, anywhere: boolean): ProjectLocation {
	try {
		const found = findProject(folder);
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
