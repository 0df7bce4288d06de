import type {Query, Row} from '../../project/database/database.ts';
import {blockerOf, longTransaction, type Sessions} from './sessions.ts';

/** `ER_LOCK_WAIT_TIMEOUT`: for the lock of a table as of a row. */
const lockWaitTimeout = 1205;

/** `ER_LOCK_DEADLOCK`, and MariaDB's `ER_CHECKREAD` for a row that has changed meanwhile. */
const conflicts = new Set([1213, 1020]);

const columns = `p.id as pid, p.user as user, null as application, left(p.info, 1000) as query,
	timestampdiff(second, t.trx_started, now()) as age`;

const openTransactions = `from information_schema.innodb_trx t
	join information_schema.processlist p on p.id = t.trx_mysql_thread_id
	where p.db = database() and p.id <> connection_id()`;

/** What `processlist` says of a session that waits for the lock of a table. */
const lockState = 'Waiting for % lock';

export const mysqlSessions: Sessions = {
	triesStatementsAgain: true,

	async limit(query, {lockTimeout, statementTimeout}) {
		if (lockTimeout > 0) {
			const seconds = Math.max(1, Math.ceil(lockTimeout / 1000));
			await query(
				`set session lock_wait_timeout = ${seconds}, session innodb_lock_wait_timeout = ${seconds}`,
			);
		}
		const [row] = await query('select connection_id() as pid, version() as version');
		if (statementTimeout > 0) await limitStatements(query, statementTimeout, row!.version);
		return Number(row!.pid);
	},

	/** A pool may lend the connection to others. */
	async unlimit(query) {
		await query(
			'set session lock_wait_timeout = default, session innodb_lock_wait_timeout = default /*M! , session max_statement_time = default */',
		);
	},

	hasGivenUp: error => (error as {errno?: unknown}).errno === lockWaitTimeout,

	isConflict: error => conflicts.has((error as {errno?: number}).errno ?? 0),

	async waitersOf(query, session) {
		const select = (table: string, key: string) =>
			query(
				`select count(*) as queued from ${table} w join information_schema.innodb_trx t on t.trx_id = w.${key} where t.trx_mysql_thread_id = ?`,
				[session],
			);
		const [row] = await select('information_schema.innodb_lock_waits', 'blocking_trx_id').catch(
			// MySQL 8 has them in another table.
			() => select('performance_schema.data_lock_waits', 'blocking_engine_transaction_id'),
		);
		return Number(row!.queued);
	},

	async waitOf(query, session) {
		const [own] = await query(
			`select p.state, t.trx_state from information_schema.processlist p
			left join information_schema.innodb_trx t on t.trx_mysql_thread_id = p.id where p.id = ?`,
			[session],
		);
		const waitsForRow = own?.trx_state === 'LOCK WAIT';
		if (!waitsForRow && !/^Waiting for .* lock$/.test(own?.state ?? '')) return undefined;
		const [row] = await query(
			`select count(*) as queued from information_schema.processlist where state like '${lockState}' and id <> ? and db = database()`,
			[session],
		);
		const blockers = await holders(query, session);
		return {blockers: blockers.map(blockerOf), queued: Number(row!.queued)};
	},

	/** Nobody would know whether the statement was done before it was ended. */
	async cancel() {
		return false;
	},

	async find(query, session) {
		const [row] = await query(
			`select ${columns} from information_schema.processlist p
			left join information_schema.innodb_trx t on p.id = t.trx_mysql_thread_id
			where p.id = ? and p.db = database() and p.id <> connection_id()`,
			[session],
		);
		return row && blockerOf(row);
	},

	async terminate(query, session) {
		await query(`kill connection ${session}`);
	},

	async longUsers(query) {
		const rows = await query(
			`select ${columns} ${openTransactions} and timestampdiff(second, t.trx_started, now()) > ${longTransaction} order by age desc`,
		);
		return rows.map(blockerOf);
	},
};

/**
 * Who holds the tables cannot be asked without a plugin: the transactions that were open in this database before
 * the session waited, and statements that have run for as long.
 */
async function holders(query: Query, session: number): Promise<Row[]> {
	return await query(
		`select ${columns} ${openTransactions} and p.id <> ? and coalesce(p.state, '') not like '${lockState}' order by age desc`,
		[session],
	);
}

/** MySQL's limit is about `select` only. */
async function limitStatements(query: Query, milliseconds: number, version: string): Promise<void> {
	if (!/mariadb/i.test(version)) return;
	await query(`set session max_statement_time = ${milliseconds / 1000}`);
}
