import {readFileSync} from 'node:fs';
import type {Engine} from '../engine/engine.ts';
import {fingerprintColumn, fingerprintOf, isEdited} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {Step} from '../graph/plan.ts';

/** Adds to a row that was just recorded what its file says. Where that is not allowed, it is left out. */
export async function addFingerprint(
	engine: Engine,
	table: string,
	{file}: Step,
	transaction: unknown,
): Promise<void> {
	const ask = (sql: string) => engine.connection.execute(sql, [], 'all', transaction);
	const isPostgres = transaction && engine.driverName === 'postgresql';
	const value = (text: string) => engine.quoteValue(text);
	if (isPostgres) await ask('savepoint fingerprint');
	try {
		if (!(await hasColumn(engine, table, ask))) {
			await ask(
				`alter table ${engine.quote(table)} add column ${fingerprintColumn} varchar(80) null`,
			);
		}
		const fingerprint = value(fingerprintOfFile(file));
		await ask(
			`update ${engine.quote(table)} set ${fingerprintColumn} = ${fingerprint} where name = ${value(file.id)}`,
		);
	} catch {
		if (isPostgres) await ask('rollback to savepoint fingerprint');
	}
}

/** Where the column was found. One that a migration adds may be rolled back with it. */
const found = new WeakSet<Engine>();

/** Whether rows can be recorded with their fingerprints; on a server that may not be allowed. */
export function hasFingerprints(engine: Engine): boolean {
	return engine.driverName === 'sqlite' && found.has(engine);
}

export function fingerprintOfFile(file: MigrationFile): string {
	return fingerprintOf(sourceOf(file));
}

async function hasColumn(
	engine: Engine,
	table: string,
	ask: (sql: string) => Promise<unknown[]>,
): Promise<boolean> {
	if (found.has(engine)) return true;
	const [name, quoted] = [table.split('.').pop()!, engine.quote(table)].map(text =>
		engine.quoteValue(text),
	);
	const columns = {
		sqlite: `select 1 from pragma_table_info(${name}) where name`,
		postgresql: `select 1 from pg_attribute where attrelid = ${quoted}::regclass and attname`,
		mysql: `select 1 from information_schema.columns where table_schema = database() and table_name = ${name} and column_name`,
	};
	const select = columns[engine.driverName === 'mariadb' ? 'mysql' : engine.driverName];
	const isThere = (await ask(`${select} = '${fingerprintColumn}'`)).length > 0;
	if (isThere) found.add(engine);
	return isThere;
}

/** Whether the file says something else than when it was applied; false where that is not known. */
export function isEditedSince(file: MigrationFile, fingerprint: string | undefined): boolean {
	return fingerprint !== undefined && isEdited(sourceOf(file), fingerprint);
}

function sourceOf({source, path}: MigrationFile): string {
	return source ?? readFileSync(path, 'utf8');
}
