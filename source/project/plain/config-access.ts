import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import {connectWith, passwordIn} from '../../mikro-orm/connection.ts';
import {keepOwnWords} from '../../mikro-orm/knex.ts';
import {metadataOf} from '../../mikro-orm/metadata.ts';
import {nativePglite, sharing} from '../../mikro-orm/pglite.ts';
import {isMissingFile} from '../database/address.ts';
import {dialectOf} from '../database/dialect.ts';
import type {Pglite} from '../database/pglite.ts';
import {startOrm} from '../database/start-orm.ts';
import type {DatabaseAccess} from '../database-access.ts';
import {importFromProject} from '../import/import-source.ts';
import type {Project} from '../project.ts';
import type {ProjectLocation} from '../settings/find.ts';
import type {MikroOrmOptions} from './load-options.ts';

/** A factory of the config may print whatever it is given. */
const silent = {logger: () => {}, loggerFactory: undefined};

/**
 * Connects as the project's MikroORM config does, certificates and sockets included.
 * @param given MikroORM's options; they contain secrets
 */
export function configAccess(given: MikroOrmOptions): DatabaseAccess {
	return {
		async connect(project) {
			if (project.settings.database.driver === 'pglite') {
				const {connect} = await import('../database/pglite.ts');
				return connect(project, () => pgliteOf(given, project));
			}
			if (isMissingFile(project)) return undefined;
			const connection = await connectWith(await configurationOf(given, project));
			return {dialect: dialectOf(project), ...connection};
		},
		/**
		 * The executor holds one connection for its lock and needs another for its work. Migrations run
		 * without entities as well, and are not compared with none.
		 */
		async openOrm(project, {schemaOnly = false} = {}) {
			const {root, settingsFile} = project;
			const {MikroORM} = await importFromProject('@mikro-orm/core', root);
			const {discovery, pool} = given;
			// The executor's pragmas are those of a connection.
			const isSqlite = dialectOf(project) === 'sqlite';
			const usual = {
				...given,
				discovery: {...discovery, warnWhenNoEntities: false},
				pool: isSqlite ? {min: 1, max: 1} : {...pool, max: Math.max(2, pool?.max ?? 10)},
				...silent,
				debug: false,
				allowGlobalContext: true,
				// MikroORM 6 would connect at once, and create the database.
				connect: false,
			};
			const {options, closesWith} = await sharingPglite(usual, given, project);
			const orm = closesWith(await startOrm(MikroORM, options, root));
			keepOwnWords((orm.driver as any).getConnection());
			const isPartial = discovery?.warnWhenNoEntities !== false && metadataOf(orm).length === 0;
			if (!isPartial) return {orm, entities: new Map()};
			if (!schemaOnly) return {orm, entities: new Map(), isPartial};
			await orm.close(true);
			throw withoutEntities(given, root, settingsFile);
		},
		password: async project => passwordIn(await configurationOf(given, project)),
	};
}

async function sharingPglite(
	options: MikroOrmOptions,
	given: MikroOrmOptions,
	project: Project,
): Promise<{options: MikroOrmOptions; closesWith<T>(orm: T): T}> {
	if (project.settings.database.driver !== 'pglite') return {options, closesWith: orm => orm};
	const {sharePglite} = await import('../database/pglite.ts');
	return sharing(options, () => sharePglite(project, () => pgliteOf(given, project)));
}

/** The config's own PGlite, or the one that MikroORM makes. */
async function pgliteOf(given: MikroOrmOptions, project: Project): Promise<Pglite> {
	const {pglite: own} = given.driverOptions ?? {};
	if (!own) return nativePglite(await configurationOf(given, project));
	return {pglite: await own, close: async () => {}};
}

/** MikroORM's Configuration, without connecting. */
export async function configurationOf(
	options: MikroOrmOptions,
	{root, settingsFile}: Pick<ProjectLocation, 'root' | 'settingsFile'>,
): Promise<any> {
	const {Configuration} = await importFromProject('@mikro-orm/core', root);
	try {
		const discovery = {...options.discovery, warnWhenNoEntities: false};
		return new Configuration({...options, discovery, ...silent});
	} catch (error) {
		const sentence = messageOf(error);
		throw new CommandError(`${path.relative(root, settingsFile)}: ${sentence}`, {
			code: 'mikro-orm-config',
			sentence,
			hint: 'Fix the MikroORM config.',
			file: settingsFile,
			cause: error,
		});
	}
}

/** MikroORM refuses to work with none as well, unless the config allows it. */
function withoutEntities(
	{entities = [], entitiesTs = [], preferTs}: MikroOrmOptions,
	root: string,
	file: string,
): CommandError {
	const ofSources = preferTs && entitiesTs.length > 0;
	const globs = (ofSources ? entitiesTs : entities).filter(
		(one: unknown) => typeof one === 'string',
	);
	const hint =
		globs.length === 0
			? 'Name them in its entities. If it does so for some commands only, let it do so always.'
			: ofSources
				? 'Correct entitiesTs: its paths begin at baseDir, or at the project.'
				: 'Build the project, or name the sources in its entitiesTs.';
	const found =
		globs.length === 0 ? 'names no entities' : `finds no entities in ${globs.join(', ')}`;
	return new CommandError(`${path.relative(root, file)} ${found}.`, {code: 'entities', hint, file});
}
