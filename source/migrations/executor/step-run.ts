import type {Event} from '../../runs/events.ts';
import {type Engine, inTransaction, queryIn} from '../engine/engine.ts';
import type {Step} from '../graph/plan.ts';
import {SqliteGuard} from '../sqlite/guard.ts';
import {Failure} from '../unfinished/failure.ts';
import type {Unfinished} from '../unfinished/progress.ts';
import type {LockWaits} from '../waiting/lock-waits.ts';
import {yieldToEventLoop} from './event-loop.ts';
import {StatementSender} from './statement-sender.ts';
import type {StepRecorder} from './step-recorder.ts';

/** Pragmas that do nothing inside a transaction, and empty statements. */
const hasNoEffect = /^\s*(?:pragma\s+foreign_keys\s*=.*)?$/i;

export interface StepRunOptions {
	step: Step;
	/** An instance of MikroORM's Migration; undefined to record only. */
	migration: any;
	/** Undefined when the migration wants none. */
	transaction: unknown;
	signal: AbortSignal;
	waits: LockWaits;
	/** What an earlier run left of it. */
	unfinished?: Unfinished;
	/** @throws CommandError when the lock of the run is lost */
	verifyLock(): Promise<void>;
}

/** One migration in its transaction: its statements, then the row that says that all of them ran. */
export class StepRun {
	readonly #engine: Engine;
	readonly #recorder: StepRecorder;
	readonly #options: StepRunOptions;
	readonly #sender: StatementSender | undefined;
	readonly #guard: SqliteGuard | undefined;

	constructor(engine: Engine, recorder: StepRecorder, options: StepRunOptions) {
		this.#engine = engine;
		this.#recorder = recorder;
		this.#options = options;
		if (!options.migration) return;
		this.#sender = new StatementSender(engine, options);
		if (engine.driverName !== 'sqlite') return;
		this.#guard = new SqliteGuard(queryIn(engine, options.transaction), name => engine.quote(name));
	}

	/** Whether another run has already done it. */
	isDone(): Promise<boolean> {
		return this.#recorder.isDone(this.#options.step, this.#options.transaction);
	}

	/** @throws Failure */
	async *run(): AsyncGenerator<Event, void> {
		if (this.#sender) yield* this.#runMigration(this.#sender);
		yield* this.#waiting('recording what is applied', this.#record());
	}

	/** @param where of what was no statement of the migration, such as a commit after it ran */
	failure(where: string, error: unknown): Failure {
		if (this.#sender) return this.#sender.failure(0, where, error);
		const {step, transaction} = this.#options;
		const {driverName: driver} = this.#engine;
		return new Failure(step, {statement: 0, sql: where, sent: [], transaction, driver}, error);
	}

	/** To be called after a failure, when every transaction is rolled back: notes for the next run what stays. */
	async noteFailure(error: unknown): Promise<void> {
		await this.#sender?.noteFailure(error);
	}

	async *#runMigration(sender: StatementSender): AsyncGenerator<Event, void> {
		const guard = this.#guard;
		const literal = this.#options.migration.isLiteral ? await this.#collect(sender) : undefined;
		await guard?.watchKeys(literal);
		const collected = literal ?? (yield* this.#waiting('its own code', this.#collect(sender)));
		const statements = (await guard?.keepingOptions(collected)) ?? collected;
		const putBack = await guard?.setAside(statements);
		yield* this.#send(statements, sender);
		try {
			await putBack?.();
		} catch (error) {
			const place = 'putting back the indexes, triggers and views of a rebuilt table';
			throw sender.failure(0, place, error);
		}
		const broken = await guard?.brokenKeys();
		if (broken) throw sender.failure(0, 'pragma foreign_key_check', broken);
	}

	/** Calls up() or down(). What they send through `execute` has been run when this returns. */
	async #collect(sender: StatementSender): Promise<string[]> {
		const {migration, step, transaction} = this.#options;
		migration.reset();
		migration.setTransactionContext(transaction);
		if (!migration.isLiteral) migration.driver = sender.observed(migration.driver);
		const method = step.direction === 'forwards' ? 'up' : 'down';
		try {
			await migration[method]();
		} catch (error) {
			throw sender.failure(0, `in ${method}()`, error);
		}
		const queries: unknown[] = migration.getQueries();
		return queries.map(query => this.#engine.textOf(query)).filter(sql => !hasNoEffect.test(sql));
	}

	async *#send(statements: string[], sender: StatementSender): AsyncGenerator<Event, void> {
		const {signal, transaction, waits} = this.#options;
		sender.start(statements);
		for (const [offset, sql] of statements.slice(sender.from).entries()) {
			const index = sender.from + offset + 1;
			await yieldToEventLoop();
			if (signal.aborted && sender.canBeUndone) {
				throw sender.failure(index, sql, 'interrupted');
			}
			yield {type: 'statement', index, total: statements.length, sql};
			const started = performance.now();
			try {
				yield* this.#waiting(sql, sender.send(sql), index);
				await waits.spend(performance.now() - started, transaction);
			} catch (error) {
				throw sender.failure(index, sql, error);
			}
		}
	}

	/** @param statement from 1; 0 when `sql` says what else it is */
	#waiting<T>(sql: string, work: Promise<T>, statement = 0): AsyncGenerator<Event, T> {
		const {step, waits} = this.#options;
		return waits.during({migration: step.file.id, statement, sql}, work);
	}

	async #record(): Promise<void> {
		const {step, transaction} = this.#options;
		const record = async (context: unknown) => {
			await this.#recorder.record(step, context);
			await this.#sender?.finish(context);
		};
		await (transaction ? record(transaction) : inTransaction(this.#engine, record));
	}
}
