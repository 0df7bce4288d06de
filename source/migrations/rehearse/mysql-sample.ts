import type {Database, Query} from '../../project/database/database.ts';
import {quotePart} from '../../project/database/dialect.ts';
import type {Project} from '../../project/project.ts';
import {crossStatements, isWhole, keysFrom, type SampledTable, sample} from './sample.ts';

const quote = (name: string) => quotePart(name, 'mysql');

/**
 * Fills the tables of a copy with a part of the rows of the source, which is on the same server.
 * @throws the driver's error; CommandError `interrupted`
 */
export async function sampleMysql(
	source: string,
	{query}: Database,
	{migrations}: Project,
	rows: number,
	signal: AbortSignal,
): Promise<void> {
	await query(
		"set session foreign_key_checks = 0, unique_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
	);
	// Otherwise the rows that are read would be locked.
	await query('set session transaction isolation level read committed');
	const [copy] = await query('select database() as name');
	const statements = crossStatements(quote(source), quote(copy!.name));
	await sample(
		{
			tables: await tablesOf(query, migrations.tableName),
			keys: await keysOf(query),
			copy: async (table, count) => {
				await query(statements.copy(table, count));
			},
			copyParents: async (key, parent) => {
				const answer: unknown = await query(statements.copyParents(key, parent));
				return (answer as {affectedRows: number}).affectedRows;
			},
		},
		rows,
		signal,
	);
}

async function tablesOf(query: Query, recorder: string): Promise<SampledTable[]> {
	const columns = await query(
		"select c.table_name as name, c.column_name as `column` from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where table_schema = database() and table_type = 'BASE TABLE' and c.extra not like '%GENERATED' and table_name <> 'quarterdeck_rehearsal' order by c.table_name, c.ordinal_position",
	);
	const tables = new Map<string, SampledTable>();
	for (const {name, column} of columns) {
		const table = tables.get(name) ?? {
			...{name: quote(name), columns: []},
			whole: isWhole(name, recorder),
		};
		table.columns.push(quote(column));
		tables.set(name, table);
	}
	return [...tables.values()];
}

async function keysOf(query: Query) {
	const rows = await query(
		'select constraint_name as id, table_name as `table`, column_name as `column`, referenced_table_name as parent, referenced_column_name as referenced from information_schema.key_column_usage where table_schema = database() and referenced_table_schema = table_schema order by constraint_name, ordinal_position',
	);
	return keysFrom(
		rows.map(({id, ...names}) => ({
			id,
			table: quote(names.table),
			column: quote(names.column),
			parent: quote(names.parent),
			referenced: quote(names.referenced),
		})),
	);
}
