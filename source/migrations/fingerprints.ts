import {readFileSync} from 'node:fs';
import {fingerprintColumn, fingerprintOf, isEdited} from './fingerprint.ts';
import type {MikroOrm} from './mikro-orm.ts';
import type {Step} from './plan.ts';

/** Adds to a row that was just recorded what its file says. Where that is not allowed, it is left out. */
export async function recordFingerprint(
	orm: MikroOrm,
	table: string,
	{file, direction}: Step,
	transaction: unknown,
): Promise<void> {
	if (direction === 'backwards') return;
	const ask = (sql: string) => orm.connection.execute(sql, [], 'all', transaction);
	const isPostgres = transaction && orm.driverName === 'postgresql';
	const value = (text: string) => orm.platform.quoteValue(text);
	if (isPostgres) await ask('savepoint fingerprint');
	try {
		if (!(await hasColumn(orm, table, ask))) {
			await ask(`alter table ${orm.quote(table)} add column ${fingerprintColumn} varchar(80) null`);
		}
		const fingerprint = value(fingerprintOf(readFileSync(file.path, 'utf8')));
		await ask(
			`update ${orm.quote(table)} set ${fingerprintColumn} = ${fingerprint} where name = ${value(file.id)}`,
		);
	} catch {
		if (isPostgres) await ask('rollback to savepoint fingerprint');
	}
}

async function hasColumn(
	orm: MikroOrm,
	table: string,
	ask: (sql: string) => Promise<unknown[]>,
): Promise<boolean> {
	const [name, quoted] = [table.split('.').pop()!, orm.quote(table)].map(text =>
		orm.platform.quoteValue(text),
	);
	const columns = {
		sqlite: `select 1 from pragma_table_info(${name}) where name`,
		postgresql: `select 1 from pg_attribute where attrelid = ${quoted}::regclass and attname`,
		mysql: `select 1 from information_schema.columns where table_schema = database() and table_name = ${name} and column_name`,
	};
	const select = columns[orm.driverName === 'mariadb' ? 'mysql' : orm.driverName];
	return (await ask(`${select} = '${fingerprintColumn}'`)).length > 0;
}

/** Whether the file says something else than when it was applied; false where that is not known. */
export function isEditedSince(path: string, fingerprint: string | undefined): boolean {
	return fingerprint !== undefined && isEdited(readFileSync(path, 'utf8'), fingerprint);
}
