import type {Database, Row} from '../../../project/database/database.ts';
import {isMysqlFamily, quotePart} from '../../../project/database/dialect.ts';

/** Milliseconds that a plan waits for an answer. */
const longest = 2000;

/**
 * Asks for at most two seconds. A migration's own condition may call functions, which could write: a server is asked
 * read-only, and SQLite has no such functions.
 * @throws the database's error
 */
export async function askBriefly(
	{dialect, query}: Database,
	sql: string,
	values: readonly unknown[] = [],
): Promise<Row[]> {
	if (dialect === 'sqlite') return query(sql, values);
	if (dialect === 'mariadb') return query(`${onMariadb} ${sql}`, values);
	const limit = dialect === 'mysql' ? '' : `; set local statement_timeout = ${longest}`;
	await query(`start transaction read only${limit}`);
	try {
		return await query(dialect === 'mysql' ? onMysql(sql) : sql, values);
	} finally {
		await query('rollback');
	}
}

const onMariadb = `set statement max_statement_time = ${longest / 1000}, tx_read_only = 1 for`;

/** The server may be MariaDB. Each of the two takes the limit of the other one for a comment. */
function onMysql(sql: string): string {
	const hinted = sql.replace(/^select/, `select /*+ MAX_EXECUTION_TIME(${longest}) */`);
	return `/*M! set statement max_statement_time = ${longest / 1000} for */ ${hinted}`;
}

/** From this many rows on, an estimate is as good as a count. */
const many = 1_000_000;

const estimateOfPostgresql =
	'select reltuples as estimate from pg_class where oid = to_regclass(?)';
const estimateOfMysql =
	'select table_rows as estimate from information_schema.tables where table_schema = coalesce(?, database()) and table_name = ?';

interface TableName {
	schema: string | undefined;
	own: string;
}

/**
 * Counting millions of rows takes long. Servers keep an estimate, which `analyze` renews.
 * @param table its name now
 * @returns undefined for fewer rows, and where the database cannot say
 */
export async function estimateOfMany(
	database: Database,
	table: TableName,
): Promise<number | undefined> {
	const rows = (await estimatedRows(database, table).catch(() => undefined)) ?? 0;
	return rows >= many ? rows : undefined;
}

/** @returns undefined where the server has no estimate */
export async function estimatedRows(
	{dialect, query}: Pick<Database, 'dialect' | 'query'>,
	{schema, own}: TableName,
): Promise<number | undefined> {
	if (dialect === 'sqlite') return undefined;
	const names = schema === undefined ? [own] : [schema, own];
	const quoted = names.map(name => quotePart(name, dialect)).join('.');
	const [row] = isMysqlFamily(dialect)
		? await query(estimateOfMysql, [schema ?? null, own])
		: await query(estimateOfPostgresql, [quoted]);
	const rows = Number(row?.estimate ?? 0);
	return rows > 0 ? rows : undefined;
}

/** Whether a table is not there. @param error of a query of it @param name its own, now */
export async function isMissingTable(
	{dialect, query}: Database,
	error: unknown,
	name: string,
): Promise<boolean> {
	const {code, errno} = error as {code?: unknown; errno?: unknown};
	if (dialect === 'postgresql') return code === '42P01' || code === '3F000';
	if (isMysqlFamily(dialect)) return errno === 1146 || errno === 1049;
	const sql = 'select 1 from sqlite_master where name = ? collate nocase';
	return (await query(sql, [name])).length === 0;
}
