import type {Internals} from './internals.ts';

/**
 * The schema of a database as it is, without the recorder's table.
 * @param namespaces those that are looked at
 */
export function introspect(
	{library, platform, config}: Internals,
	connection: any,
	namespaces: any,
): Promise<any> {
	const {skipTables, skipViews} = config.get('schemaGenerator') ?? {};
	return library.DatabaseSchema.create(
		...[connection, platform, config, undefined, namespaces, undefined, skipTables, skipViews],
	);
}

/** Work with the connection to a SQLite database in memory, once these statements have made it. */
export async function inNewDatabase<T>(
	{library}: Internals,
	statements: string[],
	work: (connection: any) => Promise<T>,
): Promise<T> {
	const options = {dbName: ':memory:', entities: [], discovery: {warnWhenNoEntities: false}};
	const orm = await library.MikroORM.init(options);
	try {
		const connection = orm.em.getConnection();
		for (const sql of statements) await connection.execute(sql);
		return await work(connection);
	} finally {
		await orm.close(true);
	}
}
