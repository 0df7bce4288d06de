import {CommandError} from '../errors/command-error.ts';
import {missingFromDatabase} from '../errors/missing-table.ts';
import {ways} from '../errors/ways.ts';
import {queryIn, rollBack} from '../migrations/engine/engine.ts';
import type {Query, Row} from '../project/database/database.ts';
import {isMysqlFamily} from '../project/database/dialect.ts';
import {header, type Line} from './format.ts';
import type {DataTable, OpenData} from './tables.ts';
import {type Values, valuesOf} from './values.ts';

/** How much of a table is in memory at once, in bytes, and in rows. */
const pageBytes = 1_000_000;
const pageRows = 1000;

/**
 * All rows of the tables as they were at one moment, in pages.
 * @param signal ends it early
 * @throws CommandError `unapplied-migrations` when a table or column is missing
 */
export async function* dump(
	{engine, timezone}: OpenData,
	tables: DataTable[],
	signal: AbortSignal,
): AsyncGenerator<Line, void> {
	const {driverName, connection} = engine;
	const isSqlite = driverName === 'sqlite';
	const transaction = await connection.begin(
		isSqlite ? {} : {isolationLevel: 'repeatable read', readOnly: true},
	);
	try {
		const query = queryIn(engine, transaction);
		if (driverName === 'postgresql') await setOneForm(query);
		const values = valuesOf(driverName, engine.driver.getPlatform(), timezone);
		const form = {quote: (name: string) => engine.quote(name), isMysql: isMysqlFamily(driverName)};
		// Pages that were read are not read again.
		if (isSqlite) await query('pragma cache_size = -2000');
		let objects = 0;
		yield header;
		for (const table of tables) {
			for await (const row of rowsOf(query, form, table, values)) {
				if (signal.aborted) return;
				yield {entity: table.id, row};
				objects++;
			}
		}
		yield {objects};
	} catch (error) {
		throw missingTable(error) ?? error;
	} finally {
		await rollBack(engine, transaction);
	}
}

/** PostgreSQL's texts depend on the session. */
async function setOneForm(query: Query): Promise<void> {
	for (const setting of ["timezone = 'UTC'", "datestyle = 'ISO'", "intervalstyle = 'postgres'"])
		await query(`set local ${setting}`);
	await query('set local extra_float_digits = 1');
}

async function* rowsOf(
	query: Query,
	{quote, isMysql}: {quote: (name: string) => string; isMysql: boolean},
	{columns, key, quoted}: DataTable,
	values: Values,
): AsyncGenerator<Row> {
	const selected = columns.map(
		(column, index) => `${values.select(column, quote(column.name))} as c${index}`,
	);
	const select = `select ${selected.join(', ')} from ${quoted}`;
	const keys = key.map(quote);
	const order = keys.length > 0 ? ` order by ${keys.join(', ')}` : '';
	let limit = 50;
	let after = {sql: '', bindings: [] as unknown[]};
	for (;;) {
		const part = keys.length > 0 ? `${order} limit ${limit}` : '';
		const rows = await query(select + after.sql + part, after.bindings);
		let bytes = 1;
		for (const raw of rows) {
			const row: Row = {};
			for (const [index, column] of columns.entries()) {
				const value = values.dumped(column, raw[`c${index}`]);
				bytes += typeof value === 'string' ? value.length : 8;
				row[column.name] = value;
			}
			yield row;
		}
		if (part === '' || rows.length < limit) return;
		const last = key.map(name => {
			const index = columns.findIndex(column => column.name === name);
			return values.compared(columns[index]!, rows.at(-1)![`c${index}`]);
		});
		after = isMysql ? followingInMysql(keys, last) : following(keys, last);
		limit = Math.max(1, Math.min(pageRows, Math.floor((rows.length * pageBytes) / bytes)));
	}
}

function following(keys: string[], last: unknown[]) {
	const marks = last.map(() => '?').join(', ');
	return {sql: ` where (${keys.join(', ')}) > (${marks})`, bindings: last};
}

/** MySQL and MariaDB would read the whole table to compare rows. */
function followingInMysql(keys: string[], last: unknown[]) {
	const cases = keys.map((key, index) => {
		const same = keys.slice(0, index).map(one => `${one} = ?`);
		return `(${[...same, `${key} > ?`].join(' and ')})`;
	});
	const bindings = keys.flatMap((_, index) => last.slice(0, index + 1));
	return {sql: ` where (${cases.join(' or ')})`, bindings};
}

function missingTable(error: unknown): CommandError | undefined {
	const missing = missingFromDatabase(error);
	return (
		missing &&
		new CommandError(`The database has no ${missing.kind} ${missing.name}.`, {
			code: 'unapplied-migrations',
			hint: "Run 'quarterdeck migrate' first; 'quarterdeck driftcheck' shows what else differs.",
			ways: [ways.migrate],
			cause: error,
		})
	);
}
