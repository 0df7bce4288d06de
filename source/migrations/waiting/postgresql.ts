import {quotePart} from '../../project/database/dialect.ts';
import {blockerOf, longTransaction, type Sessions} from './sessions.ts';

/** `lock_not_available` after the timeout, and `deadlock_detected`. */
const codes = new Set(['55P03', '40P01']);

/** `deadlock_detected` and `serialization_failure`. */
const conflicts = new Set(['40P01', '40001']);

const waiters =
	"select count(*) as queued from pg_stat_activity where wait_event_type = 'Lock' and ? = any(pg_blocking_pids(pid))";

/** Queries may be as long as `track_activity_query_size` says. */
const columns = `a.pid, a.usename as "user", left(a.query, 1000) as query,
	case a.backend_type when 'client backend' then a.application_name else a.backend_type end as application,
	extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start)) as age`;

/** Of the lock timeout: the rest is for those who waited to notice that it is over. */
const share = 0.95;

export const postgresqlSessions: Sessions = {
	triesStatementsAgain: false,

	async limit(query, {lockTimeout, statementTimeout}) {
		const timeout = Math.round(lockTimeout * share);
		const settings = [`set_config('lock_timeout', '${timeout}', true)`];
		if (statementTimeout > 0)
			settings.push(`set_config('statement_timeout', '${statementTimeout}', true)`);
		const [row] = await query(`select pg_backend_pid() as pid, ${settings.join(', ')}`);
		return row!.pid;
	},

	/** They were set for the transaction. */
	async unlimit() {},

	async relax(query) {
		await query('set local synchronous_commit = off');
	},

	hasGivenUp: error => codes.has(String((error as {code?: unknown}).code)),

	isConflict: error => conflicts.has(String((error as {code?: unknown}).code)),

	async waitersOf(query, session) {
		const [row] = await query(waiters, [session]);
		return Number(row!.queued);
	},

	async lag(query) {
		const [row] = await query(
			`select count(*) as replicas, count(state) as readable,
			max(extract(epoch from replay_lag)) as behind from pg_stat_replication`,
		);
		const {replicas, readable, behind} = row!;
		if (Number(readable) < Number(replicas)) throw new Error('the role pg_monitor is needed');
		return Number(replicas) === 0 ? null : Number(behind ?? 0);
	},

	async waitOf(query, session) {
		const blockers = await query(
			`select ${columns} from pg_stat_activity a where a.pid = any(pg_blocking_pids(?)) order by age desc nulls last`,
			[session],
		);
		const prepared = await query('select 0 = any(pg_blocking_pids(?)) as blocks', [session]);
		if (prepared[0]!.blocks) {
			const application = 'a prepared transaction';
			blockers.push({pid: 0, user: null, application, query: null, age: null});
		}
		if (blockers.length === 0) return undefined;
		const [row] = await query(waiters, [session]);
		return {blockers: blockers.map(blockerOf), queued: Number(row!.queued)};
	},

	/** Its transaction is rolled back. */
	async cancel(query, session) {
		await query('select pg_cancel_backend(?)', [session]);
		return true;
	},

	async find(query, session) {
		const [row] = await query(
			`select ${columns} from pg_stat_activity a
			where a.pid = ? and a.datname = current_database() and a.pid <> pg_backend_pid()`,
			[session],
		);
		return row && blockerOf(row);
	},

	async terminate(query, session) {
		await query('select pg_terminate_backend(?)', [session]);
	},

	async longUsers(query, tables) {
		const marks = tables.map(() => 'to_regclass(?)').join(', ');
		const rows = await query(
			`select ${columns} from pg_stat_activity a
			where a.pid in (select l.pid from pg_locks l where l.granted and l.relation in (${marks})
				and l.database = (select oid from pg_database where datname = current_database()))
			and a.pid <> pg_backend_pid()
			and clock_timestamp() - coalesce(a.xact_start, a.query_start) > interval '${longTransaction} seconds'
			order by age desc`,
			tables.map(parts => parts.map(part => quotePart(part, 'postgresql')).join('.')),
		);
		return rows.map(blockerOf);
	},
};
