import type {Query, Row} from '../../project/database/database.ts';
import {plural} from '../../words/plural.ts';

/**
 * Notes which rows violate a foreign key already. While a migration runs, SQLite does not enforce foreign
 * keys, because a rebuilt table would empty its children.
 * @param query asks inside of the migration's transaction
 * @returns says which rows violate one since then, in one sentence; undefined when none do
 */
export async function watchForeignKeys(query: Query): Promise<() => Promise<string | undefined>> {
	const check = 'pragma foreign_key_check';
	const before = new Set((await query(check)).map(violationKey));
	return async () => {
		const broken = (await query(check)).filter(row => !before.has(violationKey(row)));
		if (broken.length === 0) return undefined;
		const {table, rowid, parent} = broken[0]!;
		return `${plural(broken.length, 'row')} would refer to rows that do not exist, the first one in ${table} (rowid ${rowid}) to ${parent}.`;
	};
}

function violationKey({table, rowid, parent, fkid}: Row): string {
	return `${table}:${rowid}:${parent}:${fkid}`;
}
