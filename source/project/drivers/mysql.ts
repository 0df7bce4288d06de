import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import type {Database} from '../database.ts';
import {resolveFromProject} from '../import-source.ts';
import type {Project} from '../open.ts';

/**
 * MySQL and MariaDB; each through the driver that MikroORM's own package brings.
 * @throws the driver's error, ECONNREFUSED or a wrong password say
 */
export async function connect(project: Project): Promise<Database> {
	const {database} = project.settings;
	const require = createRequire(resolveFromProject(`@mikro-orm/${database.driver}`, project.root));
	const library = database.driver === 'mysql' ? 'mysql2/promise' : 'mariadb';
	const module = await import(pathToFileURL(require.resolve(library)).href);
	const connection = await (module.default ?? module).createConnection(
		database.url?.replace(/^mariadb:/, library === 'mariadb' ? 'mariadb:' : 'mysql:') ?? {
			host: database.host ?? '127.0.0.1',
			port: database.port ?? 3306,
			user: database.user,
			password: database.password,
			database: database.name,
		},
	);
	return {
		dialect: database.driver,
		async query(sql, parameters = []) {
			const answer = await connection.query(sql, [...parameters]);
			return library === 'mariadb' ? answer : answer[0];
		},
		close: () => connection.end(),
	};
}
