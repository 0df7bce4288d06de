import path from 'node:path';
import type {MikroORM, Options} from '@mikro-orm/core';
import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import {type EntityReference, loadEntities} from '../apps/entities.ts';
import {takeUserEntity} from '../apps/user-entity.ts';
import {databaseAddress, sqliteFile} from '../database/address.ts';
import {placeOf} from '../import/error-place.ts';
import {importFromProject} from '../import/import-source.ts';
import type {MikroOrmProject, Project} from '../project.ts';

export interface OpenOrm {
	orm: MikroORM;
	/** The entities of each app, by its label. */
	entities: Map<string, EntityReference[]>;
}

export interface OrmUse {
	/** To compare entities, not to load or save any. */
	schemaOnly?: boolean;
	/** The entities, where they are loaded already. */
	loaded?: OpenOrm['entities'];
}

/**
 * The project's own copy of MikroORM over all entities of its apps. Nothing is sent to the database
 * until the first query, so this works offline.
 * @throws CommandError when a driver is not installed or an entity file cannot be imported
 */
export async function openOrm(
	project: Project,
	{schemaOnly = false, loaded}: OrmUse = {},
): Promise<OpenOrm> {
	if (project.caller) {
		const {keptOpen} = await import('./caller-orm.ts');
		return {orm: keptOpen(project.caller), entities: loaded ?? new Map()};
	}
	const {MikroORM} = await importFromProject(
		`@mikro-orm/${project.settings.database.driver}`,
		project.root,
	);
	if (project.mikroOrm) return openPlainOrm(project, project.mikroOrm, MikroORM);
	const entities = loaded ?? (await entitiesOf(project));
	const options = {
		...connectionOptions(project),
		entities: [...entities.values()].flat(),
		baseDir: project.root,
		discovery: {warnWhenNoEntities: false},
		logger: () => {},
		...(schemaOnly && {extensions: nobodyAsksFor}),
		...project.settings.database.options,
	};
	const library = schemaOnly ? withoutInstances(MikroORM) : MikroORM;
	return {orm: await init(library, options, project), entities};
}

/** What MikroORM looks for and loads unless it is given. */
const nobodyAsksFor = ['SeedManager', 'Migrator', 'EntityGenerator'].map(name => ({
	name,
	register() {},
}));

/** Compiles nothing that only instances of entities need, which takes a third of the time. */
function withoutInstances(MikroORM: any): any {
	return class extends MikroORM {
		createEntityManager(): void {
			this.driver.setMetadata(this.getMetadata());
			this.em = this.driver.createEntityManager();
			this.em.global = true;
		}
	};
}

async function entitiesOf(project: Project): Promise<OpenOrm['entities']> {
	const entities = new Map<string, EntityReference[]>();
	for (const app of project.apps) entities.set(app.label, await loadEntities(app, project.root));
	takeUserEntity(project, entities);
	return entities;
}

/** @throws CommandError `entities`: MikroORM reads them here, and says what is wrong with one */
async function init(library: any, options: object, {root}: Project): Promise<MikroORM> {
	try {
		return await library.init(options);
	} catch (error) {
		if (isCommandError(error)) throw error;
		const {file, line} = placeOf(error) ?? {};
		const place = file ? `${path.relative(root, file)}${line ? `:${line}` : ''}: ` : '';
		throw new CommandError(`${place}${messageOf(error).split('\n')[0]}`, {
			code: 'entities',
			hint: 'MikroORM cannot work with the entities as they are; --traceback shows where.',
			file,
			line,
			cause: error,
		});
	}
}

/** The executor holds one connection for its lock and needs another one to work. */
async function openPlainOrm(
	project: Project,
	{options}: MikroOrmProject,
	library: any,
): Promise<OpenOrm> {
	const all = {
		...options,
		discovery: {...options.discovery, warnWhenNoEntities: false},
		pool: {...options.pool, max: Math.max(2, options.pool?.max ?? 10)},
		logger: () => {},
		debug: false,
		allowGlobalContext: true,
	};
	return {orm: await init(library, all, project), entities: new Map()};
}

function connectionOptions(project: Project): Options {
	const {database} = project.settings;
	if (database.driver === 'sqlite') return {dbName: sqliteFile(project)} as Options;
	const {name, host, port, user} = databaseAddress(project);
	const password = database.url
		? decodeURIComponent(new URL(database.url).password)
		: database.password;
	return {dbName: name, host, port, user, password} as Options;
}
