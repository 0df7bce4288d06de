import {setTimeout as delay} from 'node:timers/promises';
import {CommandError, exitCodes, isCommandError} from '../../errors/command-error.ts';
import {unreachable} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {hostName, operatorName} from '../../runs/operator.ts';

export interface Waiting {
	/** False: end at once when another run holds the lock. */
	wait: boolean;
	signal: AbortSignal;
}

/** Who migrates, as those who wait for it see it. */
export interface LockHolder {
	operator: string;
	host: string;
	pid: number;
	/** ISO time. */
	since: string;
	/** Which migration runs at the moment; none while the plan is made. */
	migration?: string;
}

/** One database's way to let a single run in. */
export interface DatabaseLock {
	/** Takes it if it is free; whoever held it may have died in the meantime. */
	take(holder: LockHolder): Promise<boolean>;
	/** Who has it, as far as can be told. */
	holder(): Promise<LockHolder | undefined>;
	/** Tells the others what is new about its holder. */
	note(holder: LockHolder): Promise<void>;
	/** @throws the driver's error when the connection that holds the lock is gone */
	verify(): Promise<void>;
	/** Gives it back if it was taken, and closes its connections. */
	release(): Promise<void>;
}

/** The lock of a run, held until it is released or its process dies. */
export interface RunLock {
	/**
	 * Tells those who wait which migration begins.
	 * @throws CommandError `database-unreachable` when the lock is lost
	 */
	begins(migration: string): Promise<void>;
	release(): Promise<void>;
}

/** Between two looks at a lock that another one holds, in milliseconds. */
const pause = 50;
/** Between two looks at who holds it, in looks at the lock. */
const looksPerHolder = 20;
/** After this long a waiting run gives up, in milliseconds. */
const patience = 10 * 60_000;

/**
 * Keeps other runs out of the database. Whoever has waited must read again what is applied.
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
			holder: async () => sentenceOf(await lock.holder()),
		});
	} catch (error) {
		await lock.release();
		throw error;
	}
	return {
		begins: migration =>
			reaching(project, async () => {
				await lock.verify();
				await lock.note({...holder, migration});
			}),
		release: () => lock.release(),
	};
}

/** Reports whom it waits for, and again when that is somebody else. */
export async function* waitUntil(
	take: () => Promise<boolean>,
	{wait, signal, holder}: Waiting & {holder: () => string | Promise<string>},
): AsyncGenerator<Event, void> {
	const end = Date.now() + patience;
	let said: string | undefined;
	for (let looks = 0; !(await take()); looks++) {
		if (!wait || Date.now() > end) throw lockHeld(await holder());
		const now = looks % looksPerHolder === 0 ? await holder() : said!;
		if (now !== said) yield {type: 'waiting-for-lock', holder: now};
		said = now;
		await delay(pause);
		if (signal.aborted) throw interruptedWhileWaiting();
	}
}

/** `ada@db-1, pid 4711, since 2026-11-24 07:12:05 UTC, at shop.0002_price` */
function sentenceOf(holder: LockHolder | undefined): string {
	if (!holder) return 'another migrate';
	const {operator, host, pid, since, migration} = holder;
	const time = since.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
	return `${operator}@${host}, pid ${pid}, since ${time}${migration ? `, at ${migration}` : ''}`;
}

async function lockOf(project: Project): Promise<DatabaseLock> {
	const {driver} = project.settings.database;
	if (driver === 'sqlite') return (await import('./sqlite.ts')).sqliteLock(project);
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

function lockHeld(holder: string): CommandError {
	return new CommandError(`The migration lock is held by ${holder}.`, {
		code: 'lock-held',
		exitCode: exitCodes.lockHeld,
		hint: 'Nothing was changed. Try again when it has ended.',
	});
}

function interruptedWhileWaiting(): CommandError {
	return new CommandError('Interrupted while waiting for the lock.', {
		code: 'interrupted',
		exitCode: exitCodes.interrupted,
		hint: 'What was reported as applied stays applied.',
	});
}
