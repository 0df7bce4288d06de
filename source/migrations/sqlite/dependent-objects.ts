import {rebuildsOf} from '../hazards/rebuild.ts';
import {actsOf} from '../hazards/statement-effects.ts';

/** An index, trigger or view of a SQLite database, as it was made. */
interface Bystander {
	type: 'index' | 'trigger' | 'view';
	name: string;
	/** The table of an index or trigger. */
	table: string;
	sql: string;
}

/** Asks inside of the migration's transaction. */
type Query = (sql: string) => Promise<any[]>;

const rebuild = /^\s*alter\s+table\s+[`"]?[\w$]+__temp_alter[`"]?\s+rename\s+to\b/i;
const drop = /^\s*drop\s+(?:index|trigger|view)\s+(?:if\s+exists\s+)?[`"]?([\w$-]+)[`"]?/i;

/**
 * Takes what stands in the way of a rebuilt table out of it: SQLite drops the table's indexes and
 * triggers with it, and refuses to rename its copy while a view or trigger names the missing table.
 * @returns puts back what the migration itself neither dropped nor made anew; nothing where no
 *     table is rebuilt
 */
export async function setAside(
	statements: string[],
	query: Query,
	quote: (name: string) => string,
): Promise<(() => Promise<void>) | undefined> {
	const isRebuilt =
		statements.some(statement => rebuild.test(statement)) ||
		rebuildsOf(statements.flatMap(actsOf)).length > 0;
	if (!isRebuilt) return undefined;
	const before = await bystanders(query);
	for (const {type, name} of before) {
		if (type !== 'index') await query(`drop ${type} ${quote(name)}`);
	}
	const dropped = new Set(statements.map(statement => drop.exec(statement)?.[1]));
	return async () => {
		const after = new Set((await bystanders(query)).map(({name}) => name));
		const tables = new Set(
			(await query("select name from sqlite_master where type = 'table'")).map(({name}) => name),
		);
		for (const bystander of before) {
			const {type, name, table} = bystander;
			if (after.has(name) || dropped.has(name)) continue;
			if (type === 'view' || tables.has(table)) await make(bystander, query);
		}
	};
}

/** An index goes with its column, as it would in any other database. */
async function make({type, sql}: Bystander, query: Query): Promise<void> {
	try {
		await query(sql);
	} catch (error) {
		if (type !== 'index' || !/no such column|has no column/.test(String(error))) throw error;
	}
}

/** What SQLite made by itself, for a unique column say, has no SQL and comes with its table. */
async function bystanders(query: Query): Promise<Bystander[]> {
	return query(
		"select type, name, tbl_name as 'table', sql from sqlite_master where type in ('index', 'trigger', 'view') and sql is not null order by rowid",
	);
}
