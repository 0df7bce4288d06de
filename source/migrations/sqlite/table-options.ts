import {rebuildsOf} from '../hazards/rebuild.ts';
import {actsOf} from '../hazards/statement-effects.ts';

/** Asks inside of the migration's transaction. */
type Query = (sql: string) => Promise<any[]>;

/** The only types that a strict table may have. */
const strictTypes = /^(?:int|integer|real|text|blob|any)$/;

/**
 * MikroORM makes a rebuilt table as a plain one: what the old one was beyond that (`strict`,
 * `without rowid`) is added, where the new columns allow it.
 */
export async function keepTableOptions(statements: string[], query: Query): Promise<string[]> {
	const rebuilds = rebuildsOf(statements.flatMap(actsOf));
	if (rebuilds.length === 0) return statements;
	const options = new Map<string, string>();
	const tables = await query("select name, sql from sqlite_master where type = 'table'");
	for (const {table, copy, columns, body} of rebuilds) {
		const old: string = tables.find(({name}) => name === table)?.sql ?? '';
		const had = /\)([^)]*)$/.exec(old)?.[1] ?? '';
		const kept = [];
		if (/\bstrict\b/i.test(had) && columns.every(({type}) => strictTypes.test(type)))
			kept.push('strict');
		if (/\bwithout\s+rowid\b/i.test(had) && !/\bautoincrement\b/i.test(body))
			kept.push('without rowid');
		if (kept.length > 0) options.set(copy, kept.join(', '));
	}
	return statements.map(statement => {
		const [act] = actsOf(statement);
		const more = act?.kind === 'create-table' ? options.get(act.table) : undefined;
		return more && /\)\s*;?\s*$/.test(statement)
			? statement.replace(/\)\s*;?\s*$/, `) ${more};`)
			: statement;
	});
}

/**
 * A rebuilt table starts to count again after its highest row; keys of rows that were deleted would
 * be given again.
 * @returns sets the counters to where they were
 */
export async function keepCounters(
	statements: string[],
	query: Query,
): Promise<(() => Promise<void>) | undefined> {
	const tables = new Set(rebuildsOf(statements.flatMap(actsOf)).map(({table}) => table));
	if (tables.size === 0) return undefined;
	const counters = (await sequences(query)).filter(({name}) => tables.has(name));
	return async () => {
		if (counters.length === 0) return;
		const now = new Map((await sequences(query)).map(({name, seq}) => [name, seq]));
		for (const {name, seq} of counters) {
			const text = `'${name.replaceAll("'", "''")}'`;
			if (now.has(name)) {
				await query(
					`update sqlite_sequence set seq = ${seq} where name = ${text} and seq < ${seq}`,
				);
			} else if (await counts(query, text)) {
				await query(`insert into sqlite_sequence (name, seq) values (${text}, ${seq})`);
			}
		}
	};
}

/** The table is there only once some table has a counter. */
async function sequences(query: Query): Promise<{name: string; seq: number}[]> {
	const [table] = await query("select 1 from sqlite_master where name = 'sqlite_sequence'");
	return table ? query('select name, seq from sqlite_sequence') : [];
}

async function counts(query: Query, table: string): Promise<boolean> {
	const [row] = await query(
		`select sql from sqlite_master where type = 'table' and name = ${table}`,
	);
	return /\bautoincrement\b/i.test(row?.sql ?? '');
}
