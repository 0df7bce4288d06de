import type {Options} from '@mikro-orm/core';
import type {EntityReference} from '../../mikro-orm/entity.ts';
import {nativePglite, sharing} from '../../mikro-orm/pglite.ts';
import {noExtensions, withoutInstances} from '../../mikro-orm/schema-only.ts';
import {loadEntities} from '../apps/entities.ts';
import {takeUserEntity} from '../apps/user-entity.ts';
import {
	databaseAddress,
	isSqliteFile,
	libSqlServer,
	pgliteFolder,
	sqliteFile,
} from '../database/address.ts';
import type {Pglite} from '../database/pglite.ts';
import {startOrm} from '../database/start-orm.ts';
import type {OpenOrm, OrmUse} from '../database-access.ts';
import {importFromProject} from '../import/import-source.ts';
import type {Project} from '../project.ts';

/** MikroORM with the entities of all apps. */
export async function openOrmOfSettings(
	project: Project,
	{schemaOnly = false, loaded}: OrmUse,
): Promise<OpenOrm> {
	const {root, settings} = project;
	const {MikroORM} = await importFromProject(`@mikro-orm/${settings.database.driver}`, root);
	const entities = loaded ?? (await entitiesOf(project));
	const {options, closesWith} = await connectingOptions(project);
	const all = {
		...options,
		entities: [...entities.values()].flat(),
		baseDir: root,
		discovery: {warnWhenNoEntities: false},
		logger: () => {},
		...(schemaOnly && {extensions: noExtensions}),
	};
	const library = schemaOnly ? withoutInstances(MikroORM) : MikroORM;
	return {orm: closesWith(await startOrm(library, all, root)), entities};
}

async function entitiesOf(project: Project): Promise<OpenOrm['entities']> {
	const entities = new Map<string, EntityReference[]>();
	for (const app of project.apps) entities.set(app.label, await loadEntities(app, project.root));
	takeUserEntity(project, entities);
	return entities;
}

async function connectingOptions(project: Project) {
	const given = await databaseOptions(project);
	if (project.settings.database.driver !== 'pglite')
		return {options: given, closesWith: <T>(orm: T) => orm};
	const {sharePglite} = await import('../database/pglite.ts');
	return sharing(given, () => sharePglite(project, () => pgliteOfSettings(project)));
}

/** For a Configuration without entities. */
const bare = {discovery: {warnWhenNoEntities: false}, logger: () => {}};

/** MikroORM's own PGlite, without entities. */
export async function pgliteOfSettings(project: Project): Promise<Pglite> {
	const {Configuration} = await importFromProject('@mikro-orm/core', project.root);
	const {PgliteDriver} = await importFromProject('@mikro-orm/pglite', project.root);
	const given = await databaseOptions(project);
	return nativePglite(new Configuration({...given, ...bare, driver: PgliteDriver}));
}

/** MikroORM's own options take precedence, but that paths are relative to the project. */
async function databaseOptions(project: Project): Promise<Record<string, any>> {
	const {driver, options} = project.settings.database;
	if (driver === 'pglite') return {...options, ...pgliteOptions(project)};
	return {...(await addressOptions(project)), ...options};
}

async function addressOptions(project: Project): Promise<Partial<Options>> {
	if (isSqliteFile(project)) return {dbName: sqliteFile(project)};
	const {password} = project.access;
	const server = libSqlServer(project.settings.database);
	if (server) return {dbName: server, password: await password(project)};
	const {name, host, port, user} = databaseAddress(project);
	return {dbName: name, host, port, user, password: await password(project)};
}

/** With `driverOptions.dataDir`, the name is that of a database in the folder. */
function pgliteOptions(project: Project): Partial<Options> {
	const {options, name} = project.settings.database;
	const folder = pgliteFolder(project);
	const driverOptions = options?.driverOptions as {dataDir?: string} | undefined;
	if (!driverOptions?.dataDir) return {dbName: folder ?? 'memory://'};
	return {dbName: name, driverOptions: {...driverOptions, dataDir: folder}};
}
