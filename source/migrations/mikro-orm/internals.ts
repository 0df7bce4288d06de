import {isMysqlFamily} from '../../project/database/dialect.ts';
import {importFromProject} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';
import {correctHelper} from './mysql.ts';
import {castAllTypes} from './postgresql-types.ts';
import {keepDataInRebuilds} from './sqlite-rebuild.ts';

/**
 * The project's own copy of MikroORM (7.2). What is tagged internal there is `any` here, and reached
 * in this folder only.
 */
export interface Internals {
	readonly project: Project;
	/** What the package of the project's driver exports. */
	readonly library: any;
	readonly orm: any;
	readonly config: any;
	readonly driver: any;
	readonly connection: any;
	readonly platform: any;
}

export async function internalsOf(project: Project, orm: any): Promise<Internals> {
	const {driver: name} = project.settings.database;
	const library = await importFromProject(`@mikro-orm/${name}`, project.root);
	const {config, driver} = orm;
	const platform = driver.getPlatform();
	if (name === 'sqlite') keepDataInRebuilds(platform, library);
	if (name === 'postgresql') castAllTypes(platform, library);
	if (isMysqlFamily(name)) correctHelper(platform);
	return {project, library, orm, config, driver, connection: driver.getConnection(), platform};
}
