import type {Event} from '../../runs/events.ts';
import type {Engine} from '../engine/engine.ts';
import type {Step} from '../graph/plan.ts';
import {SqliteGuard} from '../sqlite/guard.ts';
import type {Unfinished} from '../unfinished/progress.ts';
import {letSignalsIn} from './event-loop.ts';
import {Sender} from './statement-sender.ts';
import type {StepRecorder} from './step-recorder.ts';

/** Pragmas that would do nothing inside a transaction, and statements without a word. */
const idle = /^\s*(?:pragma\s+foreign_keys\s*=.*)?$/i;

export interface StepRunOptions {
	recorder: StepRecorder;
	step: Step;
	/** An instance of MikroORM's Migration; undefined to record only. */
	migration: any;
	/** Undefined when the migration wants none. */
	transaction: unknown;
	signal: AbortSignal;
	/** What a run before has left of it. */
	unfinished?: Unfinished;
}

/** One migration in its transaction: its statements, and the row that says that it ran to its end. */
export class StepRun {
	readonly #engine: Engine;
	readonly #options: StepRunOptions;
	readonly #sender: Sender | undefined;
	readonly #guard: SqliteGuard | undefined;

	constructor(engine: Engine, options: StepRunOptions) {
		this.#engine = engine;
		this.#options = options;
		if (!options.migration) return;
		this.#sender = new Sender({engine, ...options});
		if (engine.driverName !== 'sqlite') return;
		this.#guard = new SqliteGuard(
			sql => engine.connection.execute(sql, [], 'all', options.transaction),
			name => engine.quote(name),
		);
	}

	/** Whether another run was faster. */
	isDone(): Promise<boolean> {
		const {recorder, step, transaction} = this.#options;
		return recorder.isDone(step, transaction);
	}

	/** @throws Failure */
	async *run(): AsyncGenerator<Event, void> {
		if (this.#sender) yield* this.#runMigration(this.#sender);
		await this.#record();
	}

	/** After a failure, when every transaction is rolled back: notes what stays, for the next run. */
	async leave(error: unknown): Promise<void> {
		await this.#sender?.leave(error);
	}

	async *#runMigration(sender: Sender): AsyncGenerator<Event, void> {
		const guard = this.#guard;
		const {migration} = this.#options;
		const foreseen = migration.isLiteral ? await this.#collect(sender) : undefined;
		await guard?.watchKeys(foreseen);
		const collected = foreseen ?? (await this.#collect(sender));
		const statements = (await guard?.keepingOptions(collected)) ?? collected;
		const putBack = await guard?.setAside(statements);
		yield* this.#send(statements, sender);
		try {
			await putBack?.();
		} catch (error) {
			const what = 'putting back the indexes, triggers and views of a rebuilt table';
			throw sender.failure(0, what, error);
		}
		const broken = await guard?.brokenKeys();
		if (broken) throw sender.failure(0, 'pragma foreign_key_check', broken);
	}

	/** Calls up() or down(); what they do through `execute` has happened then. */
	async #collect(sender: Sender): Promise<string[]> {
		const {migration, step, transaction} = this.#options;
		migration.reset();
		migration.setTransactionContext(transaction);
		if (!migration.isLiteral) migration.driver = sender.watched(migration.driver);
		const method = step.direction === 'forwards' ? 'up' : 'down';
		try {
			await migration[method]();
		} catch (error) {
			throw sender.failure(0, `in ${method}()`, error);
		}
		const statements: string[] = migration
			.getQueries()
			.map((query: unknown) => this.#engine.textOf(query));
		return statements.filter(sql => !idle.test(sql));
	}

	async *#send(statements: string[], sender: Sender): AsyncGenerator<Event, void> {
		sender.begin(statements);
		for (const [offset, sql] of statements.slice(sender.from).entries()) {
			const index = sender.from + offset + 1;
			await letSignalsIn();
			if (this.#options.signal.aborted && sender.canBeUndone) {
				throw sender.failure(index, sql, 'interrupted');
			}
			yield {type: 'statement', index, total: statements.length, sql};
			try {
				await sender.send(sql);
			} catch (error) {
				throw sender.failure(index, sql, error);
			}
		}
	}

	async #record(): Promise<void> {
		const {recorder, step, transaction} = this.#options;
		const recording = async (context: unknown) => {
			await recorder.record(step, context);
			await this.#sender?.ended(context);
		};
		await (transaction ? recording(transaction) : this.#engine.connection.transactional(recording));
	}
}
