import type {Engine} from '../engine/engine.ts';

const name = '((?:"(?:[^"]|"")+"|[\\w$]+)(?:\\s*\\.\\s*(?:"(?:[^"]|"")+"|[\\w$]+))?)';
const pattern = new RegExp(
	`^\\s*create\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?${name}\\s+on\\s+(?:only\\s+)?${name}`,
	'i',
);

/** Where such a statement fails or is cut short, half of its index stays: invalid, and in the way. */
export function makesIndexConcurrently(sql: string): boolean {
	return pattern.test(sql);
}

/**
 * Before an index is made concurrently: what a run before has left of it goes. One that is valid
 * stays, and one that somebody makes right now is waited for.
 */
export async function dropInvalidIndex(engine: Engine, sql: string): Promise<void> {
	const [, index, table] = pattern.exec(sql) ?? [];
	if (index === undefined || table === undefined) return;
	const [invalid] = await engine.connection.execute(
		`select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indexrelid
		where not indisvalid and indrelid = to_regclass(?) and relname = ?`,
		[table, bare(index)],
		'all',
	);
	if (invalid)
		await engine.connection.execute(`drop index concurrently if exists ${invalid.name}`, [], 'run');
}

/** As PostgreSQL keeps it: in lower case unless it stands in quotes. */
function bare(name: string): string {
	return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
