import type {Database} from '../database/database.ts';
import type {Project} from '../project.ts';
import type {Driver} from '../settings/settings.ts';
import {configurationOf} from './open-mikro-orm.ts';

/**
 * Connects as the project's own config says, certificates and sockets included.
 * @throws the driver's error
 */
export async function connect(project: Project): Promise<Database> {
	const config = await configurationOf(project.mikroOrm!.options, project);
	return connectWith(config, project.settings.database.driver);
}

/**
 * @param config a MikroORM Configuration that no ORM uses
 * @throws the driver's error
 */
export async function connectWith(config: any, dialect: Driver): Promise<Database> {
	const driver = config.getDriver();
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
		dialect,
		query: (sql, parameters = []) => connection.execute(sql, [...parameters], 'all'),
		close: () => driver.close(true),
	};
}
