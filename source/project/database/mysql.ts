import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {resolveFromProject} from '../import/import-source.ts';
import type {ConfiguredProject} from '../settings/settings.ts';
import {serverOptions} from './address.ts';
import type {Database} from './database.ts';
import {dialectOf} from './dialect.ts';
import {lossOf} from './loss.ts';

/**
 * MySQL and MariaDB, both through the mysql2 that MikroORM depends on.
 * @throws the driver's error, such as ECONNREFUSED or a wrong password
 */
export async function connect(project: ConfiguredProject): Promise<Database> {
	const {database} = project.settings;
	const module = await import(pathToFileURL(mysql2Of(project)).href);
	const connection = await (module.default ?? module).createConnection(
		database.url?.replace(/^mariadb:/, 'mysql:') ?? serverOptions(database, 3306),
	);
	const loss = lossOf(connection);
	return {
		dialect: dialectOf(project),
		async query(sql, parameters = []) {
			try {
				return (await connection.query(sql, [...parameters]))[0];
			} catch (error) {
				throw loss.reasonOf(error);
			}
		},
		close: () => connection.end(),
	};
}

/** MikroORM's MariaDB package depends on its MySQL package, which depends on mysql2. */
function mysql2Of({root, settings}: ConfiguredProject): string {
	const ormPackage = createRequire(
		resolveFromProject(`@mikro-orm/${settings.database.driver}`, root),
	);
	const mysql =
		settings.database.driver === 'mariadb'
			? createRequire(ormPackage.resolve('@mikro-orm/mysql'))
			: ormPackage;
	return mysql.resolve('mysql2/promise');
}
