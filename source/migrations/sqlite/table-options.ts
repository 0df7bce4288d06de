import type {Query, Row} from '../../project/database/database.ts';
import {partsOfName} from '../sql/names.ts';
import {type Rebuild, rebuildsOf} from '../sql/rebuild.ts';
import {effectsOf} from '../sql/statements.ts';

/** The only types that a strict table may have. */
const strictTypes = /^(?:int|integer|real|text|blob|any)$/;

/**
 * MikroORM rebuilds a table without its options (`strict`, `without rowid`). They are added where the new
 * columns allow it.
 * @param query asks inside of the migration's transaction
 */
export async function keepTableOptions(statements: string[], query: Query): Promise<string[]> {
	const rebuilds = rebuildsIn(statements);
	if (rebuilds.length === 0) return statements;
	const options = new Map<string, string>();
	const tables = await query("select name, sql from sqlite_master where type = 'table'");
	for (const rebuild of rebuilds) {
		const old: string = tables.find(({name}) => name === rebuild.table)?.sql ?? '';
		const {kept} = optionsOf(old, rebuild);
		if (kept.length > 0) options.set(rebuild.copy, kept.join(', '));
	}
	return statements.map(statement => {
		const [effect] = effectsOf(statement, 'sqlite');
		const more = effect?.kind === 'create-table' ? options.get(effect.table) : undefined;
		return more ? statement.replace(/\)\s*;?\s*$/, `) ${more};`) : statement;
	});
}

/**
 * The options of a table, and those of them that its new columns do not allow.
 * @param old the statement that made it
 */
export function optionsOf(
	old: string,
	{columns, body}: Pick<Rebuild, 'columns' | 'body'>,
): {kept: string[]; lost: string[]} {
	const had = /\)([^)]*)$/.exec(old)?.[1] ?? '';
	const options = [
		/\bstrict\b/i.test(had) && 'strict',
		/\bwithout\s+rowid\b/i.test(had) && 'without rowid',
	];
	const isAllowed = (option: string) =>
		option === 'strict'
			? columns.every(({type}) => strictTypes.test(type))
			: !/\bautoincrement\b/i.test(body);
	const {kept = [], lost = []} = Object.groupBy(
		options.filter(option => option !== false),
		option => (isAllowed(option) ? 'kept' : 'lost'),
	);
	return {kept, lost};
}

/**
 * Without its counter, a rebuilt table would count from its highest row, and give the keys of deleted rows
 * again.
 * @param query asks inside of the migration's transaction
 * @returns sets the counters to where they were; undefined where no table is rebuilt
 */
export async function keepCounters(
	statements: string[],
	query: Query,
): Promise<(() => Promise<void>) | undefined> {
	const tables = new Set(rebuildsIn(statements).map(({table}) => table));
	if (tables.size === 0) return undefined;
	const counters = (await sequences(query)).filter(({name}) => tables.has(name));
	return async () => {
		if (counters.length === 0) return;
		const now = new Set((await sequences(query)).map(({name}) => name));
		for (const {name, seq} of counters) {
			if (now.has(name)) {
				const sql = 'update sqlite_sequence set seq = ? where name = ? and seq < ?';
				await query(sql, [seq, name, seq]);
			} else if (await isCounted(query, name)) {
				await query('insert into sqlite_sequence (name, seq) values (?, ?)', [name, seq]);
			}
		}
	};
}

/** SQLite makes the table together with the first one that has a counter. */
async function sequences(query: Query): Promise<Row[]> {
	const [table] = await query("select 1 from sqlite_master where name = 'sqlite_sequence'");
	return table ? query('select name, seq from sqlite_sequence') : [];
}

async function isCounted(query: Query, table: string): Promise<boolean> {
	const sql = "select sql from sqlite_master where type = 'table' and name = ?";
	const [row] = await query(sql, [table]);
	return /\bautoincrement\b/i.test(row?.sql ?? '');
}

/** With the names that the database has in its list. */
function rebuildsIn(statements: string[]): Rebuild[] {
	const rebuilds = rebuildsOf(statements.flatMap(sql => effectsOf(sql, 'sqlite')));
	return rebuilds.map(one => ({...one, table: partsOfName(one.table).own}));
}
