import {setTimeout as delay} from 'node:timers/promises';
import {messageOf} from '../../errors/command-error.ts';
import type {Database} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {busyTimeoutOf, type WaitLimits, waitLimitsOf} from '../../project/settings/wait-limits.ts';
import {blockerText} from '../../runs/event-texts.ts';
import {type Event, log} from '../../runs/events.ts';
import {plural} from '../../words/plural.ts';
import {type Engine, queryIn} from '../engine/engine.ts';
import {isBusy} from '../locks/write-lock.ts';
import type {Failure} from '../unfinished/failure.ts';
import {pauseAfter} from './pauses.ts';
import {type Sessions, sessionsOf, type Wait} from './sessions.ts';

/** Milliseconds until a statement counts as slow, and between two looks at why. */
const lookInterval = 300;

/** Milliseconds that others do not mind to wait. */
const noticeable = 50;

/** The statement that runs. */
export interface Place {
	migration: string;
	/** From 1; 0 when it is none of the migration's own. */
	statement: number;
	sql: string;
}

export interface WaitOptions {
	signal: AbortSignal;
	/** Ends the sessions that hold a lock for longer than the timeout. */
	terminateBlockers?: boolean;
}

/**
 * Keeps a migration from blocking others for long: a statement that does not get its lock gives way to those that
 * queue behind it, and is tried again after a pause. Meanwhile it reports who holds the lock.
 */
export class LockWaits {
	readonly #project: Project;
	readonly #engine: Engine;
	readonly #options: WaitOptions;
	readonly #limits: WaitLimits;
	readonly #sessions: Sessions | undefined;
	/** A second connection, which looks at the one that waits. */
	#observer: Promise<Database | undefined> | undefined;
	#session: number | undefined;
	/** Of the lock timeout, milliseconds that the transaction has not spent. */
	#left = 0;
	#place: Place = {migration: '', statement: 0, sql: ''};
	#attempt = 1;
	/** What was seen last of the waiting in this attempt. */
	#wait: Wait | undefined;
	#isCancelled = false;
	#looking: Promise<void> | undefined;
	readonly #events: Event[] = [];
	#wake = () => {};

	/** @param sessions undefined for SQLite */
	constructor(project: Project, engine: Engine, options: WaitOptions, sessions?: Sessions) {
		this.#project = project;
		this.#engine = engine;
		this.#options = options;
		this.#limits = waitLimitsOf(project.settings);
		this.#sessions = sessions;
	}

	static async of(project: Project, engine: Engine, options: WaitOptions): Promise<LockWaits> {
		return new LockWaits(
			project,
			engine,
			options,
			await sessionsOf(project.settings.database.driver),
		);
	}

	/** Whether a statement alone can be tried again, and not only its whole transaction. */
	get triesStatementsAgain(): boolean {
		return this.#sessions?.triesStatementsAgain === true;
	}

	/** The number of the session that was limited last. */
	get session(): number | undefined {
		return this.#session;
	}

	/** SQLite's, in milliseconds. */
	get busyTimeout(): number {
		return busyTimeoutOf(this.#limits);
	}

	/** To be called before what is a unit of its own. @param attempt from 1 */
	begin(attempt = 1): void {
		this.#attempt = attempt;
		this.#wait = undefined;
		this.#isCancelled = false;
	}

	/** A wait that ends soon is looked at sooner. */
	get #lookInterval(): number {
		return Math.min(lookInterval, (this.#limits.lockTimeout || lookInterval * 3) / 3);
	}

	/** To be called first in each transaction. */
	async limit(transaction: unknown): Promise<void> {
		const query = queryIn(this.#engine, transaction);
		this.#session = await this.#sessions?.limit(query, this.#limits);
		this.#left = this.#limits.lockTimeout;
	}

	/** For a transaction that a crash of the server may undo. */
	async relax(transaction: unknown): Promise<void> {
		await this.#sessions?.relax?.(queryIn(this.#engine, transaction));
	}

	/** To be called last in each transaction. */
	async unlimit(transaction: unknown): Promise<void> {
		await this.#sessions?.unlimit(queryIn(this.#engine, transaction));
	}

	/**
	 * To be called after each statement of a transaction. Others wait for all of its locks together, so that
	 * the next one gets what is left of the time.
	 * @param milliseconds how long it took
	 */
	async spend(milliseconds: number, transaction: unknown): Promise<void> {
		const {lockTimeout} = this.#limits;
		if (!this.#sessions || this.triesStatementsAgain || milliseconds < noticeable) return;
		this.#left = Math.max(this.#left - milliseconds, noticeable);
		const limits = {...this.#limits, lockTimeout: Math.round(this.#left)};
		if (lockTimeout > 0) await this.#sessions.limit(queryIn(this.#engine, transaction), limits);
	}

	/** Yields what there is to report while something runs. @returns its result */
	async *during<T>(place: Place, work: Promise<T>): AsyncGenerator<Event, T> {
		this.#place = place;
		let isDone = false;
		const end = () => {
			isDone = true;
			this.#wake();
		};
		work.then(end, end);
		const timer =
			this.#sessions &&
			setInterval(() => {
				this.#looking ??= this.#look(() => isDone).finally(() => {
					this.#looking = undefined;
				});
			}, this.#lookInterval);
		try {
			for (;;) {
				// Nothing may be awaited between the last look for events and the sleep.
				while (this.#events.length > 0) yield this.#events.shift()!;
				if (isDone) break;
				await new Promise<void>(resolve => {
					this.#wake = resolve;
				});
			}
		} finally {
			clearInterval(timer);
		}
		return await work;
	}

	/** Reports the waiting for SQLite's write lock as that of a statement. */
	async *reporting<T>(place: Place, work: AsyncGenerator<Event, T>): AsyncGenerator<Event, T> {
		this.#place = place;
		for (;;) {
			const {done, value} = await work.next();
			if (done) return value;
			if (value.type !== 'waiting-for-lock') yield value;
			else {
				this.#report(null);
				yield* this.#events.splice(0);
			}
		}
	}

	/**
	 * Sends a statement again until it gets its lock.
	 * @param mayStop whether an interruption would leave nothing half done
	 * @throws the database's error when it gave up, or `interrupted`
	 */
	async retry<T>(send: () => Promise<T>, mayStop: () => boolean): Promise<T> {
		const {signal} = this.#options;
		this.begin();
		for (let attempt = 1; ; attempt++) {
			try {
				return await send();
			} catch (error) {
				if (!this.hasGivenUp(error) || attempt > this.#limits.lockRetries) throw error;
				if (mayStop() && signal.aborted) throw 'interrupted';
				await this.#terminateBlockers();
				await this.#pause(mayStop() ? signal : undefined);
				if (mayStop() && signal.aborted) throw 'interrupted';
				this.begin(attempt + 1);
			}
		}
	}

	/**
	 * After a failure that was rolled back: waits, if all of it is to be tried again.
	 * @param isBatch whether it changed rows only: then it can be tried again on any database
	 * @returns false when that is the end
	 */
	async *mayStartAgain(failure: Failure, isBatch = false): AsyncGenerator<Event, boolean> {
		const {signal} = this.#options;
		const {event, cause} = failure;
		const attempt = this.#attempt;
		// What was cancelled may fail before the answer that it was.
		await this.#looking;
		if (this.#isCancelled) failure.interrupted = true;
		const isConflict = isBatch && this.#sessions?.isConflict(cause);
		if (!(this.hasGivenUp(cause) || isConflict) || failure.interrupted) return false;
		if (signal.aborted) failure.interrupted = true;
		else if (attempt > this.#limits.lockRetries) event.message += this.#whyGivenUp(attempt);
		if (failure.interrupted || attempt > this.#limits.lockRetries) return false;
		if (!isBatch && (!event.rolledBack || this.triesStatementsAgain)) return false;
		const {migration, statement, sql} = event;
		const pausing = this.#terminateBlockers().then(() => this.#pause(signal));
		yield* this.during({migration, statement, sql}, pausing);
		failure.interrupted = signal.aborted;
		this.begin(attempt + 1);
		return !signal.aborted;
	}

	/** Whether the database says that a lock did not come. */
	hasGivenUp(error: unknown): boolean {
		return this.#sessions ? this.#sessions.hasGivenUp(error) : isBusy(error);
	}

	async close(): Promise<void> {
		const observer = await this.#observer?.catch(() => undefined);
		await observer?.close();
	}

	async #pause(signal: AbortSignal | undefined): Promise<void> {
		const milliseconds = pauseAfter(this.#attempt);
		this.#report(new Date(Date.now() + milliseconds).toISOString());
		await delay(milliseconds, undefined, {signal}).catch(() => {});
	}

	#report(nextTry: string | null): void {
		const {blockers, queued} = this.#wait ?? {blockers: [], queued: 0};
		const attempts = this.#limits.lockRetries + 1;
		const times = {attempt: this.#attempt, attempts, nextTry};
		this.#say({type: 'step-waiting', ...this.#place, ...times, blockers, queued});
	}

	#say(event: Event): void {
		this.#events.push(event);
		this.#wake();
	}

	/** Looks whether the statement waits, and for whom. An observer that cannot connect sees nothing. */
	async #look(isDone: () => boolean): Promise<void> {
		const sessions = this.#sessions!;
		if (this.#session === undefined) return;
		try {
			this.#observer ??= connectDatabase({...this.#project, cachedConnection: undefined});
			const {query} = (await this.#observer)!;
			const wait = await sessions.waitOf(query, this.#session);
			if (isDone() || !wait) return;
			const isNew = !isSame(wait, this.#wait);
			this.#wait = wait;
			if (isNew) this.#report(null);
			if (!this.#options.signal.aborted || this.#isCancelled) return;
			this.#isCancelled = await sessions.cancel(query, this.#session);
		} catch {
			// The statement goes on, and says how it ends.
		}
	}

	async #terminateBlockers(): Promise<void> {
		const blockers = this.#wait?.blockers ?? [];
		if (!this.#options.terminateBlockers || !this.#sessions || blockers.length === 0) return;
		// Who has seen them is connected.
		const observer = await this.#observer;
		for (const blocker of blockers) {
			const text = blockerText(blocker);
			try {
				await this.#sessions.terminate(observer!.query, blocker.pid);
				this.#say(log.warning(`    Ended ${text}`));
			} catch (error) {
				this.#say(log.warning(`    Could not end ${text}: ${messageOf(error)}`));
			}
		}
	}

	#whyGivenUp(attempt: number): string {
		const blockers = this.#wait?.blockers.map(blockerText) ?? [];
		const who = blockers.length > 0 ? ` The lock is held by ${blockers.join('; and by ')}.` : '';
		return `\nGave up after ${plural(attempt, 'attempt')}.${who}`;
	}
}

function isSame(one: Wait, other: Wait | undefined): boolean {
	const key = (wait: Wait | undefined) => [
		wait?.queued,
		...(wait?.blockers ?? []).map(({pid}) => pid),
	];
	return String(key(one)) === String(key(other));
}
