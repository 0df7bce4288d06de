import {databaseAddress} from '../../project/database/address.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {ServerLock} from './server-lock.ts';

/** A plan that waits for an answer is idle for long. A machine that has lost its power is noticed soon. */
const settings = [
	'idle_in_transaction_session_timeout = 0',
	'tcp_keepalives_idle = 10',
	'tcp_keepalives_interval = 5',
	'tcp_keepalives_count = 3',
];

/**
 * An advisory lock of an open transaction, which keeps its connection also behind a pool that lends
 * connections by transaction (PgBouncer). The holder's note needs a second connection, because nobody
 * could see what the open transaction wrote.
 */
export async function postgresqlLock(project: Project): Promise<ServerLock> {
	const notes = (await connectDatabase(project))!;
	const connection = (await connectDatabase(project))!;
	await connection.query('begin');
	for (const setting of settings) await connection.query(`set local ${setting}`);
	const key = `quarterdeck:${databaseAddress(project).name}`;
	return new ServerLock({
		...{connection, notes},
		async lock() {
			const sql = 'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as taken';
			return (await connection.query(sql, [key]))[0]!.taken;
		},
		unlock: () => connection.query('rollback'),
		/** A pool may have connected again in silence. */
		async isHeld() {
			const sql =
				"select 1 from pg_locks where locktype = 'advisory' and granted and pid = pg_backend_pid()";
			return (await connection.query(sql)).length > 0;
		},
	});
}
