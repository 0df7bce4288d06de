import type {Query} from '../project/database/database.ts';
import {quotePart, quoteText} from '../project/database/dialect.ts';
import type {DataTable} from './tables.ts';

/**
 * Lets the sequences of a table on PostgreSQL go on after its largest values. SQLite, MySQL and MariaDB do
 * that by themselves.
 */
export async function continueSequences({quoted, columns}: DataTable, query: Query): Promise<void> {
	for (const {name} of columns.filter(({autoincrement}) => autoincrement)) {
		const names = `${quoteText(quoted)}, ${quoteText(name)}`;
		const [found] = await query(`select pg_get_serial_sequence(${names}) as sequence`);
		if (!found?.sequence) continue;
		const largest = `select max(${quotePart(name, 'postgresql')}) from ${quoted}`;
		await query(
			`select setval(${quoteText(found.sequence)}, greatest((${largest}), (select last_value from ${found.sequence})))
			where exists (select from ${quoted})`,
		);
	}
}

/** Starts the numbers of empty tables at 1 again. PostgreSQL does it when it empties them. */
export async function restartNumbers(
	dialect: 'sqlite' | 'mysql' | 'mariadb',
	tables: DataTable[],
	query: Query,
): Promise<void> {
	if (dialect === 'sqlite') {
		const [found] = await query("select 1 from sqlite_master where name = 'sqlite_sequence'");
		const names = tables.map(({name}) => quoteText(name)).join(', ');
		if (found) await query(`delete from sqlite_sequence where name in (${names})`);
		return;
	}
	for (const {quoted, columns} of tables) {
		if (columns.some(({autoincrement}) => autoincrement))
			await query(`alter table ${quoted} auto_increment = 1`);
	}
}
