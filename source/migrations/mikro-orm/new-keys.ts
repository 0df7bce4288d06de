import type {Internals} from './internals.ts';

/**
 * Writes the SQL of a difference with the foreign keys of new tables at its end. Before 7.1, when its tables got
 * partitions, MikroORM adds them before it changes the columns that they refer to.
 */
export function newKeysLast(
	{library, platform, config}: Internals,
	{newTables}: any,
	write: () => string[],
): string[] {
	const helper = platform.getSchemaHelper();
	const {createForeignKeyConstraints} = config.get('schemaGenerator') ?? {};
	const isLate = 'setPartitioning' in library.DatabaseTable.prototype;
	if (isLate || createForeignKeyConstraints === false || !helper.supportsSchemaConstraints())
		return write();
	const tables = Object.values<any>(newTables).map(table => ({
		table,
		keys: table.getForeignKeys(),
	}));
	for (const {table} of tables) table.setForeignKeys({});
	try {
		const added = tables.flatMap(({table, keys}) =>
			Object.values(keys).map(key => `${helper.createForeignKey(table, key)};`),
		);
		return [...write(), ...added];
	} finally {
		for (const {table, keys} of tables) table.setForeignKeys(keys);
	}
}
