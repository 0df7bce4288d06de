import type {Database} from '../database.ts';
import type {Project} from '../open.ts';
import {configurationOf} from './open.ts';

/**
 * Connects as the project's own config says, certificates and sockets included.
 * @throws the driver's error
 */
export async function connect(project: Project): Promise<Database> {
	const driver = (await configurationOf(project.mikroOrm!.options, project)).getDriver();
	const connection = driver.getConnection();
	// Otherwise done with the entities' metadata, which are not needed here.
	connection.setPlatform(driver.getPlatform());
	await driver.connect();
	try {
		await connection.execute('select 1');
	} catch (error) {
		await driver.close(true);
		throw error;
	}
	return {
		dialect: project.settings.database.driver,
		query: (sql, parameters = []) => connection.execute(sql, [...parameters], 'all'),
		close: () => driver.close(true),
	};
}
