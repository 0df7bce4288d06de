import {setTimeout as delay} from 'node:timers/promises';
import {CommandError, exitCodes, isCommandError, messageOf} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {isSqliteFile, unreachable} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {hostName, operatorName} from '../../runs/operator.ts';
import {utcTime} from '../../words/utc-time.ts';
import {refuseSqlServer} from '../mikro-orm/unsupported-driver.ts';

export interface Waiting {
	/** False: end at once when another run holds the lock. */
	wait: boolean;
	signal: AbortSignal;
}

/** Who migrates, as waiting runs see it. */
export interface LockHolder {
	operator: string;
	host: string;
	pid: number;
	/** ISO time. */
	since: string;
	/** Which migration is running; none while the plan is made. */
	migration?: string;
}

/** How one kind of database lets a single run in. */
export interface DatabaseLock {
	/** Takes the lock if it is free, or if its holder has died. */
	take(holder: LockHolder): Promise<boolean>;
	/** Who holds it, as far as that is known. */
	holder(): Promise<LockHolder | undefined>;
	/**
	 * Shows waiting runs what has changed about its holder.
	 * @throws the driver's error when the connection that holds the lock is gone
	 */
	update(holder: LockHolder): Promise<void>;
	/**
	 * @returns false when another run may have the lock by now
	 * @throws the driver's error when the connection that holds the lock is gone
	 */
	isHeld(): Promise<boolean>;
	/** Releases the lock if it was taken, and closes its connections. */
	release(): Promise<void>;
}

/** The lock of a run, held until it is released or its process dies. */
export interface RunLock {
	/**
	 * Shows waiting runs which migration begins.
	 * @throws CommandError `lock-lost`
	 */
	announce(migration: string): Promise<void>;
	/**
	 * To be called before what cannot be undone.
	 * @throws CommandError `lock-lost`
	 */
	verify(): Promise<void>;
	release(): Promise<void>;
}

/** Between two attempts to take the lock, in milliseconds. */
const retryInterval = 50;
/** How many attempts there are for each look at who holds it. */
const attemptsPerLook = 20;
/** After this long a waiting run gives up, in milliseconds. */
const longestWait = 10 * 60_000;

/**
 * Keeps other runs out of the database. A run that had to wait must read again what is applied.
 * @throws CommandError `lock-held` (exit code 4), `interrupted`, `database-unreachable`
 */
export async function* takeRunLock(
	project: Project,
	waiting: Waiting,
): AsyncGenerator<Event, RunLock> {
	const lock = await reaching(project, () => lockOf(project));
	const holder: LockHolder = {
		operator: operatorName(),
		host: hostName(),
		pid: process.pid,
		since: new Date().toISOString(),
	};
	try {
		yield* waitUntil(() => reaching(project, () => lock.take(holder)), {
			...waiting,
			holder: () => reaching(project, async () => describeHolder(await lock.holder())),
		});
	} catch (error) {
		await lock.release();
		throw error;
	}
	const keeping = async (work: () => Promise<unknown>) => {
		try {
			await work();
			if (await lock.isHeld()) return;
		} catch (error) {
			throw lockLost(error);
		}
		throw lockLost();
	};
	return {
		announce: migration => keeping(() => lock.update({...holder, migration})),
		verify: () => keeping(async () => {}),
		release: () => lock.release(),
	};
}

/**
 * Waits until `take` succeeds. Reports who holds the lock, and again whenever that changes.
 * @throws CommandError `lock-held`, `interrupted`
 */
export async function* waitUntil(
	take: () => Promise<boolean>,
	{wait, signal, holder}: Waiting & {holder: () => string | Promise<string>},
): AsyncGenerator<Event, void> {
	const end = performance.now() + longestWait;
	let reported: string | undefined;
	for (let attempts = 0; !(await take()); attempts++) {
		if (!wait || performance.now() > end) throw lockHeld(await holder());
		const current = attempts % attemptsPerLook === 0 ? await holder() : reported!;
		if (current !== reported) yield {type: 'waiting-for-lock', holder: current};
		reported = current;
		await delay(retryInterval);
		if (signal.aborted) throw interruptedWhileWaiting();
	}
}

/** `ada@db-1, pid 4711, since 2026-11-24 07:12:05 UTC, at shop.0002_price` */
function describeHolder(holder: LockHolder | undefined): string {
	if (!holder) return 'another migrate';
	const {operator, host, pid, since, migration} = holder;
	const place = migration ? `, at ${migration}` : '';
	return `${operator}@${host}, pid ${pid}, since ${utcTime(since)}${place}`;
}

async function lockOf(project: Project): Promise<DatabaseLock> {
	refuseSqlServer(project);
	const {driver} = project.settings.database;
	if (isSqliteFile(project)) return (await import('./sqlite.ts')).sqliteLock(project);
	if (driver === 'libsql') return (await import('./libsql.ts')).libSqlLock(project);
	if (driver === 'pglite') return (await import('./pglite.ts')).pgliteLock(project);
	if (driver === 'postgresql') return (await import('./postgresql.ts')).postgresqlLock(project);
	return (await import('./mysql.ts')).mysqlLock(project);
}

async function reaching<T>(project: Project, work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw isCommandError(error) ? error : unreachable(project, error);
	}
}

function lockLost(cause?: unknown): CommandError {
	const [reason] = cause ? messageOf(cause).split('\n') : ['another run has taken it'];
	return new CommandError(`The migration lock was lost: ${reason}.`, {
		...{code: 'lock-lost', reason, cause, ways: [ways.migrate]},
		hint: 'This run stopped, as another one may have begun. Run quarterdeck migrate again.',
	});
}

function lockHeld(holder: string): CommandError {
	return new CommandError(`The migration lock is held by ${holder}.`, {
		code: 'lock-held',
		exitCode: exitCodes.lockHeld,
		hint: 'Nothing was changed. Try again when that run has finished.',
	});
}

function interruptedWhileWaiting(): CommandError {
	return new CommandError('Interrupted while waiting for the lock.', {
		code: 'interrupted',
		exitCode: exitCodes.interrupted,
		hint: 'Migrations that were reported as applied stay applied.',
	});
}
