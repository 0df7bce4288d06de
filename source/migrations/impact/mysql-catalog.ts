import type {Tables} from '../hazards/tables/tables.ts';
import type {QualifiedName} from '../sql/names.ts';
import {type MysqlServer, mysqlServer} from './mysql-server.ts';
import type {StoredTable} from './stored-table.ts';

/** @returns undefined for a server that is not known */
export async function serverOf(tables: Tables): Promise<MysqlServer | undefined> {
	const [row] = await tables.query('select version() as version').catch(() => []);
	return mysqlServer(String(row?.version ?? ''), await tables.isStrict());
}

/**
 * A table as MySQL and MariaDB store it.
 * @returns undefined when there is no such table now
 * @throws the database's error
 */
export async function storedTable(
	table: QualifiedName,
	tables: Tables,
): Promise<StoredTable | undefined> {
	const [row] = await tables.describe(selectTable, table);
	if (!row) return undefined;
	const columns = await tables.columnsOf(table);
	const indexes = await tables.describe(selectIndexes, table);
	const named = (wanted: (index: Record<string, any>) => boolean) =>
		new Set(indexes.filter(wanted).map(({name}) => String(name).toLowerCase()));
	return {
		isPlain: isPlain(row),
		hasGenerated: [...columns.values()].some(({isGenerated}) => isGenerated),
		hasFulltext: indexes.some(({type}) => type === 'FULLTEXT'),
		columns,
		indexed: named(() => true),
		indexedTogether: named(({columns}) => Number(columns) > 1),
		key: named(({index_name}) => index_name === 'PRIMARY'),
		bytes: Number(row.bytes),
	};
}

const selectTable =
	"select engine as engine, row_format as format, create_options as options, table_type as kind, coalesce(data_length, 0) + coalesce(index_length, 0) as bytes from information_schema.tables where table_schema = coalesce(?, database()) and table_name = ? and table_type <> 'VIEW'";
const selectIndexes =
	'select index_name as index_name, index_type as type, column_name as name, count(*) over (partition by index_name) as columns from information_schema.statistics where table_schema = coalesce(?, database()) and table_name = ?';

function isPlain({engine, format, options, kind}: Record<string, any>): boolean {
	return (
		engine === 'InnoDB' &&
		/^(?:dynamic|compact)$/i.test(format) &&
		!/partitioned|compress|encrypt/i.test(options ?? '') &&
		kind === 'BASE TABLE'
	);
}
