import {
	CommandError,
	type ExitCode,
	exitCodes,
	isCommandError,
} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {unreachable} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {plural} from '../../words/plural.ts';
import {saveSources} from '../edits/applied-source.ts';
import type {Engine} from '../engine/engine.ts';
import type {Step} from '../graph/plan.ts';
import {type RunLock, takeRunLock, type Waiting} from '../locks/lock.ts';
import {Failure} from '../unfinished/failure.ts';
import {readUnfinished, type Unfinished} from '../unfinished/progress.ts';
import {letSignalsIn} from './event-loop.ts';
import {beginning, ending, interruptedAfter, interruptedIn} from './step-events.ts';
import {StepRecorder} from './step-recorder.ts';
import {StepRun} from './step-run.ts';
import {Transactions} from './transactions.ts';

export interface ExecuteOptions extends Waiting {
	/** Record only, run nothing. */
	fake: boolean;
	/** One transaction for all. */
	atomic: boolean;
	/** Whoever holds it keeps it; without one, it is taken for as long as the steps run. */
	lock?: RunLock;
	/** What a run before has left of the first step, which is to go on there. */
	unfinished?: Unfinished;
}

/**
 * Applies and unapplies. `applied` is reported after the commit, never before; a migration that
 * another run was faster with is left out without a word.
 * @returns the exit code
 * @throws CommandError `lock-held`, `database-unreachable`, `unfinished-migration`, or why a migration's file cannot be loaded
 */
export async function* execute(
	project: Project,
	engine: Engine,
	steps: Step[],
	options: ExecuteOptions,
): AsyncGenerator<Event, ExitCode> {
	const lock = options.lock ?? (yield* takeRunLock(project, options));
	const executor = new Executor(engine, project.migrations.tableName, {...options, lock});
	try {
		if (!options.unfinished && !options.fake) await refuseUnfinished(project);
		if (engine.driverName !== 'sqlite')
			await engine.ensureRecorderTable(project.migrations.tableName);
		const applied = steps.flatMap(({file, direction}) => (direction === 'forwards' ? file : []));
		saveSources(project.root, applied);
		const all = options.fake ? steps.map(step => ({...step, fake: true})) : steps;
		return options.atomic ? yield* executor.together(all) : yield* executor.oneByOne(all);
	} catch (error) {
		throw isFromDatabase(error) ? unreachable(project, error) : error;
	} finally {
		if (!options.lock) await lock.release();
	}
}

/** What stays of a migration is never run a second time unasked. */
async function refuseUnfinished(project: Project): Promise<void> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return;
	throw new CommandError(`${unfinished.migration} did not run to its end, and some of it stays.`, {
		code: 'unfinished-migration',
		hint: "Run 'quarterdeck migrate', which tells the ways to go on.",
		ways: [ways.migrate],
	});
}

interface Ran {
	step: Step;
	milliseconds: number;
}

class Executor {
	readonly #engine: Engine;
	readonly #options: ExecuteOptions & {lock: RunLock};
	readonly #recorder: StepRecorder;
	readonly #transactions: Transactions;

	constructor(engine: Engine, table: string, options: ExecuteOptions & {lock: RunLock}) {
		this.#engine = engine;
		this.#options = options;
		this.#recorder = new StepRecorder(engine, table);
		this.#transactions = new Transactions(engine, table, options);
	}

	async *oneByOne(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		try {
			return yield* this.#inTurn(steps);
		} finally {
			await this.#transactions.end();
		}
	}

	/** All or none: nothing is reported as applied before the one commit at the end. */
	async *together(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		const ran: Ran[] = [];
		try {
			yield* this.#inOneTransaction(steps, ran);
		} catch (error) {
			if (!(error instanceof Failure)) throw error;
			const failed = steps.find(({file}) => file.id === error.event.migration)!;
			yield beginning(failed, ran.length + 1, steps.length);
			yield error.event;
			if (ran.length > 0) {
				yield log.warning(`  Rolled back as well: ${plural(ran.length, 'migration')} before it.`);
			}
			return error.interrupted ? exitCodes.interrupted : exitCodes.failed;
		} finally {
			await this.#transactions.end();
		}
		for (const [index, {step, milliseconds}] of ran.entries()) {
			yield beginning(step, index + 1, ran.length);
			yield ending(step, milliseconds);
		}
		return exitCodes.done;
	}

	async *#inTurn(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		let ran = 0;
		for (const [index, step] of steps.entries()) {
			await letSignalsIn();
			if (this.#options.signal.aborted) return yield* interruptedAfter(steps[index - 1]);
			try {
				if (yield* this.#one(step, index + 1, steps.length)) ran++;
			} catch (error) {
				if (!(error instanceof Failure)) throw error;
				yield error.event;
				return error.interrupted ? yield* interruptedIn(step) : exitCodes.failed;
			}
		}
		if (ran === 0) yield log.info('  No migrations to apply.');
		return exitCodes.done;
	}

	/** @returns false when another run was faster */
	async *#one(step: Step, index: number, total: number): AsyncGenerator<Event, boolean> {
		const started = performance.now();
		await this.#options.lock.begins(step.file.id);
		const migration = await this.#instantiate(step);
		const transaction = yield* this.#transactions.begin(migration?.isTransactional() ?? true);
		const run = this.#run(step, migration, transaction);
		try {
			if (await run.isDone()) {
				await this.#transactions.rollBack(transaction);
				return false;
			}
			yield beginning(step, index, total);
			yield* run.run();
			await this.#transactions.commit(step, transaction);
		} catch (error) {
			await this.#transactions.rollBack(transaction);
			await run.leave(error).catch(() => {});
			throw error;
		}
		yield ending(step, performance.now() - started);
		return true;
	}

	/** @param ran gets those that ran, also where a later one fails */
	async *#inOneTransaction(steps: Step[], ran: Ran[]): AsyncGenerator<Event, void> {
		const transaction = yield* this.#transactions.begin(true);
		try {
			for (const step of steps) {
				const started = performance.now();
				await this.#options.lock.begins(step.file.id);
				const run = this.#run(step, await this.#instantiate(step), transaction);
				if (await run.isDone()) continue;
				yield* run.run();
				ran.push({step, milliseconds: performance.now() - started});
			}
			await this.#transactions.commit(ran.at(-1)?.step, transaction);
		} catch (error) {
			await this.#transactions.rollBack(transaction);
			throw error;
		}
	}

	async #instantiate({file, fake}: Step): Promise<any> {
		return fake ? undefined : this.#engine.instantiate(file);
	}

	#run(step: Step, migration: any, transaction: unknown): StepRun {
		const {signal, unfinished} = this.#options;
		const ofThis = unfinished?.migration === step.file.id ? unfinished : undefined;
		if (!migration?.isLiteral) this.#transactions.expectCode();
		const recorder = this.#recorder;
		return new StepRun(this.#engine, {
			...{recorder, step, migration, transaction, signal},
			unfinished: ofThis,
		});
	}
}

/** A lost connection, say: what a migration's own statements throw is reported as `failed`. */
function isFromDatabase(error: unknown): boolean {
	if (isCommandError(error) || error instanceof TypeError) return false;
	return typeof (error as {code?: unknown}).code === 'string';
}
