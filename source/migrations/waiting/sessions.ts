import type {Query} from '../../project/database/database.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {WaitLimits} from '../../project/settings/wait-limits.ts';
import type {Blocker} from '../../runs/events.ts';

/** What blocks a session, and how many others it blocks. */
export interface Wait {
	blockers: Blocker[];
	/** How many sessions wait behind it. */
	queued: number;
}

/** What a kind of server knows about its sessions. */
export interface Sessions {
	/** Whether a lock that did not come ends the statement only, and not the transaction. */
	readonly triesStatementsAgain: boolean;
	/**
	 * Limits how long the statements of a transaction wait.
	 * @param query asks inside of it
	 * @returns the session's number
	 */
	limit(query: Query, limits: WaitLimits): Promise<number>;
	/** Puts back what `limit` has set, where the end of the transaction does not. */
	unlimit(query: Query): Promise<void>;
	/**
	 * Lets the commit of a transaction not wait for the disk: a crash of the server may undo it as a whole, with
	 * others of the last moments. Left out where there is no such thing.
	 */
	relax?(query: Query): Promise<void>;
	/** Whether a statement failed because it did not get a lock. */
	hasGivenUp(error: unknown): boolean;
	/** Whether the database ended a whole transaction in favour of another one. */
	isConflict(error: unknown): boolean;
	/** How many sessions wait for a lock of this one. */
	waitersOf(query: Query, session: number): Promise<number>;
	/**
	 * How many seconds the replica that is furthest behind is behind.
	 * @returns null without replicas; left out where the database does not know them
	 * @throws where it does not say it
	 */
	lag?(query: Query): Promise<number | null>;
	/** @returns undefined when the session waits for nobody */
	waitOf(query: Query, session: number): Promise<Wait | undefined>;
	/** Ends the statement of a session that waits. @returns false where it is not known to leave nothing behind */
	cancel(query: Query, session: number): Promise<boolean>;
	/** @returns undefined when no other session of this database has the number */
	find(query: Query, session: number): Promise<Blocker | undefined>;
	/**
	 * Ends another session.
	 * @throws the database's error, for example without the right to
	 */
	terminate(query: Query, session: number): Promise<void>;
	/**
	 * The sessions that have used one of these tables in a transaction for some time; on MySQL and MariaDB, any.
	 * @param tables the parts of each name
	 */
	longUsers(query: Query, tables: string[][]): Promise<Blocker[]>;
}

/** @returns undefined for SQLite and PGlite, which know nothing of other connections */
export async function sessionsOf(driver: Driver): Promise<Sessions | undefined> {
	if (driver === 'postgresql') return (await import('./postgresql.ts')).postgresqlSessions;
	if (driver === 'mysql' || driver === 'mariadb') return (await import('./mysql.ts')).mysqlSessions;
	return undefined;
}

/** Seconds of a transaction that make it a long one. */
export const longTransaction = 3;

/** A row about a session, with its age in seconds. Clocks of servers and of this machine may differ. */
export function blockerOf({pid, user, application, query, age}: Record<string, any>): Blocker {
	return {
		pid: Number(pid),
		user: user ?? null,
		application: application || null,
		query: query?.trim() || null,
		since: age === null ? null : new Date(Date.now() - Number(age) * 1000).toISOString(),
	};
}
