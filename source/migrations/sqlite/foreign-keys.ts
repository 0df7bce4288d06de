/** Asks inside of the migration's transaction. */
type Query = (sql: string) => Promise<any[]>;

/**
 * Notes which rows refer to nothing already. While a migration runs, SQLite does not look at foreign
 * keys, because a rebuilt table would empty its children.
 * @returns says what is broken since then, in one sentence; nothing when all is well
 */
export async function watchForeignKeys(query: Query): Promise<() => Promise<string | undefined>> {
	const check = 'pragma foreign_key_check';
	const before = new Set((await query(check)).map(keyOf));
	return async () => {
		const broken = (await query(check)).filter(row => !before.has(keyOf(row)));
		if (broken.length === 0) return undefined;
		const {table, rowid, parent} = broken[0];
		return `${broken.length} row(s) would refer to rows that do not exist, the first one in ${table} (rowid ${rowid}) to ${parent}.`;
	};
}

function keyOf({table, rowid, parent, fkid}: Record<string, unknown>): string {
	return `${table}:${rowid}:${parent}:${fkid}`;
}
