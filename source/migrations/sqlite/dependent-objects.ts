import type {Query} from '../../project/database/database.ts';
import type {Effect} from '../sql/effect.ts';
import {partsOfName} from '../sql/names.ts';
import {rebuildsOf} from '../sql/rebuild.ts';
import {effectsOf} from '../sql/statements.ts';

/** An index, trigger or view of a SQLite database. */
interface DependentObject {
	type: 'index' | 'trigger' | 'view';
	name: string;
	/** The table of an index or trigger. */
	table: string;
	/** The statement that made it. */
	sql: string;
}

/**
 * Drops the triggers and views before a table is rebuilt: SQLite drops a table's indexes and triggers
 * with it, and refuses to rename its copy while a view or trigger names the missing table.
 * @param query asks inside of the migration's transaction
 * @returns recreates what the migration neither dropped nor created; undefined where no table is rebuilt
 */
export async function setAside(
	statements: string[],
	query: Query,
	quote: (name: string) => string,
): Promise<(() => Promise<void>) | undefined> {
	const effects = statements.flatMap(sql => effectsOf(sql, 'sqlite'));
	const isRebuilt = rebuildsOf(effects).length > 0 || effects.some(isRebuildOfMikroOrm);
	if (!isRebuilt) return undefined;
	const before = await dependentObjects(query);
	for (const {type, name} of before) {
		if (type !== 'index') await query(`drop ${type} ${quote(name)}`);
	}
	const dropped = new Set(
		effects.map(effect => (effect.kind === 'drop-object' ? effect.name : undefined)),
	);
	return async () => {
		const after = new Set((await dependentObjects(query)).map(({name}) => name));
		const tables = await query("select name from sqlite_master where type = 'table'");
		for (const object of before) {
			if (after.has(object.name) || dropped.has(object.name)) continue;
			const hasTable = tables.some(({name}) => name === object.table);
			if (object.type === 'view' || hasTable) await recreate(object, query);
		}
	};
}

function isRebuildOfMikroOrm(effect: Effect): boolean {
	return effect.kind === 'rename-table' && partsOfName(effect.table).own.endsWith('__temp_alter');
}

/** An index whose column is gone is gone as well, as in any other database. */
async function recreate({type, sql}: DependentObject, query: Query): Promise<void> {
	try {
		await query(sql);
	} catch (error) {
		if (type !== 'index' || !/no such column|has no column/.test(String(error))) throw error;
	}
}

/** Without those that SQLite made itself, for a unique column for example: they come with the table. */
async function dependentObjects(query: Query): Promise<DependentObject[]> {
	const rows = await query(
		"select type, name, tbl_name as 'table', sql from sqlite_master where type in ('index', 'trigger', 'view') and sql is not null order by rowid",
	);
	return rows as DependentObject[];
}
