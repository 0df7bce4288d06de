import {CommandError, type ExitCode, exitCodes, isCommandError} from '../errors.ts';
import {unreachable} from '../project/database.ts';
import type {Project} from '../project/open.ts';
import type {Event} from '../runs/events.ts';
import {keepTexts} from './applied-text.ts';
import type {Engine} from './engine.ts';
import {Failure} from './failure.ts';
import {type RunLock, takeRunLock, type Waiting} from './lock.ts';
import type {Step} from './plan.ts';
import {RecordedSteps} from './recorded.ts';
import {recorderTable} from './recorder.ts';
import {StepRun} from './step-run.ts';
import {letSignalsIn} from './turns.ts';
import {readUnfinished, type Unfinished} from './unfinished.ts';
import {beginWriting} from './write-lock.ts';

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
	const executor = new Executor(engine, recorderTable(project), {...options, lock});
	try {
		if (!options.unfinished && !options.fake) await refuseUnfinished(project);
		if (engine.driverName !== 'sqlite') await engine.ensureRecorderTable(recorderTable(project));
		keepTexts(project.root, steps);
		return options.atomic ? yield* executor.together(steps) : yield* executor.oneByOne(steps);
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
	});
}

class Executor {
	readonly #engine: Engine;
	readonly #table: string;
	readonly #options: ExecuteOptions & {lock: RunLock};
	readonly #recorded: RecordedSteps;
	/** Whether SQLite looks at no foreign key; undefined where a migration's own code may have changed that. */
	#keysAreOff: boolean | undefined;

	constructor(engine: Engine, table: string, options: ExecuteOptions & {lock: RunLock}) {
		this.#engine = engine;
		this.#table = table;
		this.#options = options;
		this.#recorded = new RecordedSteps(engine, table);
	}

	async *oneByOne(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		try {
			return yield* this.#inTurn(steps);
		} finally {
			await this.#keysOn();
		}
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
		if (ran === 0) yield {type: 'log', level: 'info', text: '  No migrations to apply.'};
		return exitCodes.done;
	}

	/** All or none: nothing is reported as applied before the one commit at the end. */
	async *together(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		const ran: {step: Step; started: number; ended: number}[] = [];
		let current: Step | undefined;
		try {
			const transaction = yield* this.#begin(true);
			try {
				for (const step of steps) {
					const started = performance.now();
					await this.#options.lock.begins(step.file.id);
					const run = await this.#prepare(step, transaction);
					if (await run.isDone()) continue;
					current = step;
					yield* run.run();
					ran.push({step, started, ended: performance.now()});
				}
				await this.#commit(current, transaction);
			} catch (error) {
				await this.#rollBack(transaction);
				throw error;
			}
		} catch (error) {
			if (!(error instanceof Failure) || !current) throw error;
			yield beginning(current, ran.length + 1, steps.length);
			yield error.event;
			const text = `  All ${ran.length} migration(s) before it were rolled back, too.`;
			if (ran.length > 0) yield {type: 'log', level: 'warning', text};
			return error.interrupted ? exitCodes.interrupted : exitCodes.failed;
		} finally {
			await this.#keysOn();
		}
		for (const [index, {step, started, ended}] of ran.entries()) {
			yield beginning(step, index + 1, ran.length);
			yield this.#ending(step, ended - started);
		}
		return exitCodes.done;
	}

	/** @returns false when another run was faster */
	async *#one(step: Step, index: number, total: number): AsyncGenerator<Event, boolean> {
		const started = performance.now();
		await this.#options.lock.begins(step.file.id);
		const migration = await this.#instantiate(step);
		const transaction = yield* this.#begin(migration?.isTransactional() ?? true);
		const run = this.#run(step, migration, transaction);
		try {
			if (await run.isDone()) {
				await this.#rollBack(transaction);
				return false;
			}
			yield beginning(step, index, total);
			yield* run.run();
			await this.#commit(step, transaction);
		} catch (error) {
			await this.#rollBack(transaction);
			await run.leave(error).catch(() => {});
			throw error;
		}
		yield this.#ending(step, performance.now() - started);
		return true;
	}

	async #prepare(step: Step, transaction: unknown): Promise<StepRun> {
		return this.#run(step, await this.#instantiate(step), transaction);
	}

	#run(step: Step, migration: any, transaction: unknown): StepRun {
		const {signal, unfinished} = this.#options;
		const ofThis = unfinished?.migration === step.file.id ? unfinished : undefined;
		const recorded = this.#recorded;
		if (!migration?.isLiteral) this.#keysAreOff = undefined;
		return new StepRun(this.#engine, {
			...{recorded, step, migration, transaction, signal},
			unfinished: ofThis,
		});
	}

	async #instantiate({file, fake}: Step): Promise<any> {
		return this.#options.fake || fake ? undefined : this.#engine.instantiate(file);
	}

	async *#begin(transactional: boolean): AsyncGenerator<Event, unknown> {
		if (this.#engine.driverName !== 'sqlite') {
			return transactional ? await this.#engine.connection.begin() : undefined;
		}
		// Inside a transaction the pragma would do nothing, and a rebuilt table would empty its children.
		if (!this.#keysAreOff) await this.#engine.connection.execute('pragma foreign_keys = off');
		this.#keysAreOff = true;
		const transaction = yield* beginWriting(this.#engine, this.#table, this.#options);
		if (transactional) return transaction;
		await this.#engine.connection.commit(transaction);
		return undefined;
	}

	async #commit(step: Step | undefined, transaction: unknown): Promise<void> {
		try {
			if (transaction) await this.#engine.connection.commit(transaction);
		} catch (error) {
			if (!step) throw error;
			const driver = this.#engine.driverName;
			throw new Failure(step, {statement: 0, sql: 'commit', sent: [], transaction, driver}, error);
		}
	}

	/** Where even that fails the connection is gone, and the database does it by itself. */
	async #rollBack(transaction: unknown): Promise<void> {
		try {
			if (transaction) await this.#engine.connection.rollback(transaction);
		} catch {}
	}

	async #keysOn(): Promise<void> {
		if (this.#engine.driverName !== 'sqlite') return;
		await this.#engine.connection.execute('pragma foreign_keys = on');
	}

	#ending({file, direction, fake}: Step, elapsed: number): Event {
		const milliseconds = Math.round(elapsed);
		if (this.#options.fake || fake) return {type: 'faked', migration: file.id, milliseconds};
		const type = direction === 'forwards' ? 'applied' : 'unapplied';
		return {type, migration: file.id, milliseconds};
	}
}

function beginning({file, direction}: Step, index: number, total: number): Event {
	const type = direction === 'forwards' ? 'applying' : 'unapplying';
	return {type, migration: file.id, index, total};
}

async function* interruptedAfter(step: Step | undefined): AsyncGenerator<Event, ExitCode> {
	const where = step ? `${step.file.id} was the last one to run` : 'nothing was run';
	yield {type: 'log', level: 'warning', text: `Interrupted: ${where}.`};
	return exitCodes.interrupted;
}

async function* interruptedIn({file}: Step): AsyncGenerator<Event, ExitCode> {
	yield {type: 'log', level: 'warning', text: `Interrupted: ${file.id} was rolled back.`};
	return exitCodes.interrupted;
}

/** A lost connection, say: what a migration's own statements throw is reported as `failed`. */
function isFromDatabase(error: unknown): boolean {
	if (isCommandError(error) || error instanceof TypeError) return false;
	return typeof (error as {code?: unknown}).code === 'string';
}
