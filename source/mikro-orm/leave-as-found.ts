import {type AnyOrm, connectionOf} from './connection.ts';
import {driverName} from './driver-name.ts';

/**
 * Runs work that changes the ORM's SQLite connection and schema generator, and restores both afterwards.
 */
export async function leaveAsFound<T>(orm: AnyOrm, work: () => Promise<T>): Promise<T> {
	const platform = (orm.driver as any).getPlatform();
	const {schemaHelper} = platform;
	const {query} = connectionOf(orm);
	const driver = driverName(orm.config.get('driver'));
	const isOnServer = /^\w+:\/\//.test(orm.config.get('dbName') ?? '');
	const isFile = driver === 'sqlite' || (driver === 'libsql' && !isOnServer);
	const pragmas = isFile ? ['foreign_keys', 'busy_timeout'] : [];
	const before = await Promise.all(pragmas.map(name => query(`pragma ${name}`)));
	try {
		return await work();
	} finally {
		platform.schemaHelper = schemaHelper;
		for (const [index, [row]] of before.entries()) {
			await query(`pragma ${pragmas[index]} = ${Object.values(row)[0]}`);
		}
	}
}
