import {
	CommandError,
	type ExitCode,
	exitCodes,
	isCommandError,
} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {unreachable} from '../../project/database/address.ts';
import {isLostConnection} from '../../project/database/answers.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {plural} from '../../words/plural.ts';
import {saveSources} from '../edits/applied-source.ts';
import type {Engine} from '../engine/engine.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import {fillsRows, type Step} from '../graph/plan.ts';
import type {RunLock, Waiting} from '../locks/lock.ts';
import {commit, Failure} from '../unfinished/failure.ts';
import {readUnfinished, type Unfinished} from '../unfinished/progress.ts';
import {unfinishedProblem} from '../unfinished/question.ts';
import {LockWaits} from '../waiting/lock-waits.ts';
import {forgetCheckpoint, runBackfill} from './backfill-step.ts';
import {yieldToEventLoop} from './event-loop.ts';
import {endOf, interruptedAfter, interruptedIn, startOf} from './step-events.ts';
import {StepRecorder} from './step-recorder.ts';
import {StepRun} from './step-run.ts';
import {Transactions} from './transactions.ts';

export interface ExecuteOptions extends Waiting {
	/** Record the migrations without running them. */
	fake: boolean;
	/** Run all of them in one transaction. */
	atomic: boolean;
	/** Held by the caller. */
	lock: RunLock;
	/** Ends the sessions of others that hold a lock for longer than the timeout. */
	terminateBlockers?: boolean;
	/** False: the texts of the migrations are not kept as those that were applied. Default: they are. */
	keepsSources?: boolean;
	/** What an earlier run left of the first step, which is resumed. */
	unfinished?: Unfinished;
}

/**
 * Applies and unapplies migrations. `applied` is reported after the commit, never before. Migrations
 * that another run has already applied are skipped.
 * @returns the exit code
 * @throws CommandError `database-unreachable`, `unfinished-migration`, or why a migration's file cannot be loaded
 */
export async function* execute(
	project: Project,
	engine: Engine,
	steps: Step[],
	options: ExecuteOptions,
): AsyncGenerator<Event, ExitCode> {
	const {tableName} = project.migrations;
	const waits = await LockWaits.of(project, engine, options);
	try {
		if (!options.unfinished && !options.fake) await refuseUnfinished(project);
		if (engine.driverName !== 'sqlite') await engine.ensureRecorderTable(tableName);
		if (options.keepsSources ?? true) {
			saveSources(
				project.root,
				steps.flatMap(({file, direction}) => (direction === 'forwards' ? file : [])),
			);
		}
		return yield* new Executor(project, engine, waits, options).execute(
			options.fake ? steps.map(step => ({...step, fake: true})) : steps,
		);
	} catch (error) {
		throw isFromDatabase(error) ? unreachable(project, error) : error;
	} finally {
		await waits.close();
	}
}

/** A migration that is partly applied is never run again without being asked for. */
async function refuseUnfinished(project: Project): Promise<void> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return;
	const {message, hint} = unfinishedProblem(unfinished);
	throw new CommandError(message, {
		...{code: 'unfinished-migration', hint},
		ways: [ways.migrate],
	});
}

class Executor {
	readonly #project: Project;
	readonly #engine: Engine;
	readonly #options: ExecuteOptions;
	readonly #recorder: StepRecorder;
	readonly #transactions: Transactions;
	readonly #waits: LockWaits;

	constructor(project: Project, engine: Engine, waits: LockWaits, options: ExecuteOptions) {
		const {tableName: table} = project.migrations;
		this.#project = project;
		this.#engine = engine;
		this.#waits = waits;
		this.#options = options;
		this.#recorder = new StepRecorder(engine, table);
		this.#transactions = new Transactions(engine, table, waits, options);
	}

	async *execute(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		try {
			return yield* this.#options.atomic ? this.#together(steps) : this.#oneByOne(steps);
		} finally {
			await this.#transactions.end();
		}
	}

	async *#oneByOne(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		let ran = 0;
		for (const [index, step] of steps.entries()) {
			await yieldToEventLoop();
			if (this.#options.signal.aborted) return yield* interruptedAfter(steps[index - 1]);
			try {
				const one = (isFirst: boolean) => this.#one(step, index + 1, steps.length, isFirst);
				const hasRun = yield* fillsRows(step)
					? this.#backfill(step, index + 1, steps.length)
					: this.#untilLocked(one);
				if (hasRun === undefined) return exitCodes.interrupted;
				if (hasRun) ran++;
			} catch (error) {
				if (!(error instanceof Failure)) throw error;
				yield error.event;
				return error.interrupted ? yield* interruptedIn(step) : exitCodes.failed;
			}
		}
		if (ran === 0) yield log.info('  No migrations to apply.');
		return exitCodes.done;
	}

	async *#backfill(
		step: Step,
		index: number,
		total: number,
	): AsyncGenerator<Event, boolean | undefined> {
		const {lock, signal} = this.#options;
		return yield* runBackfill({
			...{project: this.#project, orm: this.#engine as MikroOrm, step, index, total, lock, signal},
			...{recorder: this.#recorder, transactions: this.#transactions, waits: this.#waits},
		});
	}

	/** Runs what is one transaction, again if it did not get its locks. */
	async *#untilLocked<T>(
		run: (isFirst: boolean) => AsyncGenerator<Event, T>,
	): AsyncGenerator<Event, T> {
		this.#waits.begin();
		for (let isFirst = true; ; isFirst = false) {
			try {
				return yield* run(isFirst);
			} catch (error) {
				if (!(error instanceof Failure) || !(yield* this.#waits.mayStartAgain(error))) throw error;
			}
		}
	}

	/** @returns false when another run has already done it */
	async *#one(
		step: Step,
		index: number,
		total: number,
		isFirst: boolean,
	): AsyncGenerator<Event, boolean> {
		const started = performance.now();
		await this.#options.lock.announce(step.file.id);
		const migration = recordsOnly(step) ? undefined : await this.#engine.instantiate(step.file);
		this.#engine.identity?.verify();
		if (step.direction === 'backwards') await forgetCheckpoint(this.#engine, step);
		const transaction = yield* this.#transactions.begin(
			migration?.isTransactional() ?? true,
			step.file.id,
		);
		const run = this.#run(step, migration, transaction);
		try {
			this.#engine.identity?.verify();
			if (await run.isDone()) {
				await this.#transactions.rollBack(transaction);
				return false;
			}
			if (isFirst) yield startOf(step, index, total);
			yield* run.run();
			this.#engine.identity?.verify();
			await this.#commit(transaction, run);
		} catch (error) {
			await this.#transactions.rollBack(transaction);
			const failure = this.#asFailure(error, run);
			await run.noteFailure(failure).catch(() => {});
			throw failure;
		}
		// What was committed to a file that nobody finds any more is not applied.
		this.#engine.identity?.verify();
		if (step.direction === 'forwards') await forgetCheckpoint(this.#engine, step);
		yield endOf(step, performance.now() - started);
		return true;
	}

	/** All or none: nothing is reported as applied before the one commit at the end. */
	async *#together(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		const ran: Ran[] = [];
		try {
			yield* this.#untilLocked(() => this.#inOneTransaction(steps, ran));
		} catch (error) {
			if (!(error instanceof Failure)) throw error;
			return yield* failedTogether(error, steps, ran.length);
		}
		this.#engine.identity?.verify();
		for (const [index, {step, milliseconds}] of ran.entries()) {
			yield startOf(step, index + 1, ran.length);
			yield endOf(step, milliseconds);
		}
		return exitCodes.done;
	}

	/** @param ran gets those that have run, also when one fails */
	async *#inOneTransaction(steps: Step[], ran: Ran[]): AsyncGenerator<Event, void> {
		ran.length = 0;
		this.#engine.identity?.verify();
		const transaction = yield* this.#transactions.begin(true, steps[0]!.file.id);
		let run: StepRun | undefined;
		try {
			for (const step of steps) {
				const started = performance.now();
				await this.#options.lock.announce(step.file.id);
				const migration = recordsOnly(step) ? undefined : await this.#engine.instantiate(step.file);
				run = this.#run(step, migration, transaction);
				if (await run.isDone()) continue;
				yield* run.run();
				ran.push({step, milliseconds: performance.now() - started});
				this.#engine.identity?.verify();
			}
			await this.#commit(transaction, run);
		} catch (error) {
			await this.#transactions.rollBack(transaction);
			throw run ? this.#asFailure(error, run) : error;
		}
	}

	/** A lock that did not come outside of the migration's statements is a failure of the migration as well. */
	#asFailure(error: unknown, run: StepRun): unknown {
		const isOther = error instanceof Failure || !this.#waits.hasGivenUp(error);
		return isOther ? error : run.failure('reading and recording what is applied', error);
	}

	/** Nothing is committed without the lock: another run may have begun. */
	async #commit(transaction: unknown, last: StepRun | undefined): Promise<void> {
		if (!transaction) return;
		try {
			await this.#options.lock.verify();
			await this.#transactions.commit(transaction);
		} catch (error) {
			throw last?.failure(commit, error) ?? error;
		}
	}

	#run(step: Step, migration: any, transaction: unknown): StepRun {
		const {lock, signal, unfinished} = this.#options;
		if (!migration?.isLiteral) this.#transactions.expectCode();
		return new StepRun(this.#engine, this.#recorder, {
			...{step, migration, transaction, signal, waits: this.#waits},
			verifyLock: () => lock.verify(),
			unfinished: unfinished?.migration === step.file.id ? unfinished : undefined,
		});
	}
}

/** The rows of a backfill stay when it is unapplied. */
function recordsOnly({fake, file}: Step): boolean {
	return fake === true || file.backfill === true;
}

interface Ran {
	step: Step;
	milliseconds: number;
}

/** @param ran how many steps had run before the one that failed */
async function* failedTogether(
	{event, interrupted}: Failure,
	steps: Step[],
	ran: number,
): AsyncGenerator<Event, ExitCode> {
	const failed = steps.find(({file}) => file.id === event.migration)!;
	yield startOf(failed, ran + 1, steps.length);
	yield event;
	if (event.mayBeDone)
		yield log.warning('  With it the others of this run may be applied, or none.');
	else if (ran > 0)
		yield log.warning(`  Rolled back as well: ${plural(ran, 'migration')} before it.`);
	return interrupted ? exitCodes.interrupted : exitCodes.failed;
}

/** A lost connection, for example. What a migration's own statements throw is a Failure. */
function isFromDatabase(error: unknown): boolean {
	if (isCommandError(error) || error instanceof TypeError) return false;
	return isLostConnection(error) || typeof (error as {code?: unknown}).code === 'string';
}
