import {mikroOrmVersion} from '../../mikro-orm/version.ts';
import {isLocal} from '../../project/database/address.ts';
import {dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import {importFromProject} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';
import {correctLibSql} from './libsql.ts';
import {correctHelper} from './mysql.ts';
import {castAllTypes} from './postgresql-types.ts';
import {correctSqlite, libraryOfSix} from './six.ts';
import {keepDataInRebuilds} from './sqlite-rebuild.ts';

import {refuseSqlServer} from './unsupported-driver.ts';

/**
 * The project's own copy of MikroORM. What is tagged internal there is `any` here, and reached in this folder
 * only. What a lower minor version lacks is found by its absence.
 */
export interface Internals {
	readonly project: Project;
	/** MikroORM 6, which only runs and reads here: it makes no SQL of ours. */
	readonly isSix: boolean;
	/** What the package of the project's driver exports. */
	readonly library: any;
	readonly orm: any;
	readonly config: any;
	readonly driver: any;
	readonly connection: any;
	readonly platform: any;
}

/** @throws CommandError `unsupported-driver` */
export async function internalsOf(project: Project, orm: any): Promise<Internals> {
	refuseSqlServer(project);
	const {driver: name} = project.settings.database;
	const {config, driver} = orm;
	const platform = driver.getPlatform();
	const connection = driver.getConnection();
	const isSix = mikroOrmVersion(project.root).major === 6;
	const library = isSix
		? await libraryOfSix(project.root, driver)
		: await importFromProject(`@mikro-orm/${name}`, project.root);
	if (isSix && name === 'sqlite') correctSqlite(connection);
	if (name === 'libsql') correctLibSql(connection, !isLocal(project));
	if (!isSix) {
		const dialect = dialectOf(project);
		if (dialect === 'sqlite') keepDataInRebuilds(platform, library);
		if (dialect === 'postgresql') castAllTypes(platform, library);
		if (isMysqlFamily(dialect)) correctHelper(platform, dialect);
	}
	return {project, isSix, library, orm, config, driver, connection, platform};
}
