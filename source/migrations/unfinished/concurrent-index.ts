import type {Engine} from '../engine/engine.ts';

const name = '((?:"(?:[^"]|"")+"|[\\w$]+)(?:\\s*\\.\\s*(?:"(?:[^"]|"")+"|[\\w$]+))?)';
const pattern = new RegExp(
	`^\\s*create\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?${name}\\s+on\\s+(?:only\\s+)?${name}`,
	'i',
);

/** If such a statement fails or is interrupted, it leaves an invalid index that is in the way. */
export function makesIndexConcurrently(sql: string): boolean {
	return pattern.test(sql);
}

/**
 * Drops the invalid index that an earlier run of the statement left. A valid one stays; the database
 * waits for one that is being made right now.
 */
export async function dropInvalidIndex(engine: Engine, sql: string): Promise<void> {
	const [, index, table] = pattern.exec(sql) ?? [];
	if (index === undefined || table === undefined) return;
	const [invalid] = await engine.connection.execute(
		`select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indexrelid
		where not indisvalid and indrelid = to_regclass(?) and relname = ?`,
		[table, storedName(index)],
		'all',
	);
	if (!invalid) return;
	await engine.connection.execute(`drop index concurrently if exists ${invalid.name}`, [], 'run');
}

/** PostgreSQL keeps a name in lower case unless it is quoted. */
function storedName(name: string): string {
	return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
