import {setTimeout as delay} from 'node:timers/promises';
import type {Backfilling, Event} from '../../runs/events.ts';
import {log} from '../../runs/events.ts';
import {filledInWords} from '../../words/progress.ts';
import {queryIn} from '../engine/engine.ts';
import {readPace} from '../record/backfill-table.ts';
import {Failure} from '../unfinished/failure.ts';
import {BatchSize} from './batch-size.ts';
import {Batches, type BatchOptions, takenOver} from './batches.ts';
import {beginCheckpoint} from './begin-checkpoint.ts';
import type {BackfillDefinition} from './define-backfill.ts';
import {Load} from './load.ts';
import {BackfillRows} from './rows.ts';
import {Speed} from './speed.ts';

/** Milliseconds between two events, and between two looks whether a pause is over. */
const interval = 500;
/** Milliseconds between two looks at the pace, which a batch of usual length exceeds. */
const lookInterval = 200;
/** What the next batch waits, in times of what the last one took. */
const rests = {slow: 4, forOthers: 0.25};
/** Milliseconds in which others get SQLite's write lock. */
const sqliteGap = 25;

export interface BackfillOptions extends BatchOptions {
	definition: BackfillDefinition;
	signal: AbortSignal;
}

/** Runs a backfill batch by batch, at the pace that operators set and that others can bear. */
export class BackfillRun {
	readonly #options: BackfillOptions;
	readonly #batches: Batches;
	readonly #size: BatchSize;
	readonly #load: Load;
	readonly #speed = new Speed();
	#pace: Backfilling['pace'];
	#nextLook = 0;
	/** For whom it goes slower by itself. */
	#waitingFor: string | undefined;
	#said = {at: Number.NEGATIVE_INFINITY, pace: ''};

	/** @throws CommandError `backfill-entity`, `database-unreachable` */
	static async of(options: BackfillOptions): Promise<BackfillRun> {
		const {orm, definition, project, step} = options;
		const rows = await BackfillRows.of(orm, definition, step.file, project.root);
		const {checkpoint, inTable} = await beginCheckpoint(project, orm, rows, step.file);
		const isSqlite = orm.driverName === 'sqlite';
		return new BackfillRun(
			options,
			new Batches(rows, checkpoint, options),
			new BatchSize(isSqlite, rows.isData, inTable, definition.batch),
			await Load.of(project),
		);
	}

	private constructor(options: BackfillOptions, batches: Batches, size: BatchSize, load: Load) {
		this.#options = options;
		this.#batches = batches;
		this.#size = size;
		this.#load = load;
		this.#pace = batches.checkpoint.pace;
		this.#speed.add(batches.checkpoint.filled);
	}

	/**
	 * @returns whether it is done, and not interrupted
	 * @throws Failure when a batch failed; those before it stay
	 */
	async *run(): AsyncGenerator<Event, boolean> {
		const {signal} = this.#options;
		try {
			while (!(await this.#batches.isAtEnd())) {
				yield* this.#look();
				if (signal.aborted) return yield* this.#interrupted();
				if (this.#pace === 'paused') await this.#rest(interval);
				else yield* this.#next();
			}
			if (signal.aborted) return yield* this.#interrupted();
			if (this.#batches.gaveUp)
				yield log.warning(
					'  Rows that match are still added: let the application fill those that it inserts.',
				);
			yield* this.#untilLocked(() => this.#batches.finish());
			yield this.#event;
			return true;
		} catch (error) {
			if (error instanceof Failure && error.interrupted) return yield* this.#interrupted();
			throw error;
		} finally {
			await this.#load.close();
		}
	}

	/** Reads the pace that operators have set. */
	async *#look(): AsyncGenerator<Event> {
		const {name} = this.#batches.checkpoint;
		const now = performance.now();
		if (now < this.#nextLook) return;
		this.#nextLook = now + lookInterval;
		const pace = await readPace(queryIn(this.#options.orm, undefined), name);
		if (pace === undefined) throw takenOver(name);
		this.#pace = pace;
		yield* this.#progress();
	}

	async *#next(): AsyncGenerator<Event> {
		const watch = this.#load.watch(() => this.#options.waits.session);
		const started = performance.now();
		let waiting: string | undefined;
		try {
			yield* this.#untilLocked(() => this.#batches.fill(this.#size.rows));
		} finally {
			waiting = watch.stop();
		}
		const took = performance.now() - started;
		const lag = await this.#load.lag();
		const unknown = this.#load.takeUnknown();
		if (unknown) yield log.warning(`  ${unknown}`);
		this.#speed.add(this.#batches.checkpoint.filled);
		this.#waitingFor = waiting ?? lag;
		const isSlow = this.#pace === 'slow' || lag !== undefined;
		this.#size.took(isSlow ? took * rests.slow : took, waiting !== undefined);
		yield* this.#progress();
		if (isSlow) await this.#rest(took * rests.slow);
		else if (waiting) await this.#rest(took * rests.forOthers);
		else if (this.#options.orm.driverName === 'sqlite') await this.#rest(sqliteGap);
	}

	/** One transaction, again with fewer rows if it does not get its locks. */
	async *#untilLocked(work: () => AsyncGenerator<Event>): AsyncGenerator<Event> {
		const {waits} = this.#options;
		waits.begin();
		for (;;) {
			try {
				return yield* work();
			} catch (error) {
				if (!(error instanceof Failure)) throw error;
				this.#size.halve();
				if (!(yield* waits.mayStartAgain(error, true))) throw error;
			}
		}
	}

	async *#interrupted(): AsyncGenerator<Event, false> {
		const {name, filled, total} = this.#batches.checkpoint;
		yield this.#event;
		yield log.warning(
			`Interrupted: ${name} has filled ${filledInWords(filled, total)}, and the next migrate continues there.`,
		);
		return false;
	}

	async *#progress(): AsyncGenerator<Event> {
		const now = performance.now();
		if (now - this.#said.at < interval && this.#pace === this.#said.pace) return;
		this.#said = {at: now, pace: this.#pace};
		yield this.#event;
		// Whoever has seen it may have set another pace.
		this.#nextLook = 0;
	}

	get #event(): Backfilling {
		const {name, filled, total} = this.#batches.checkpoint;
		const {perSecond} = this.#speed;
		const isKnown = total !== null && perSecond > 0 && this.#pace !== 'paused';
		return {
			...{type: 'backfilling', migration: name, filled, total, perSecond},
			remaining: isKnown ? Math.max(0, Math.round((total - filled) / perSecond)) : null,
			...{batch: this.#size.rows, pace: this.#pace},
			...(this.#waitingFor !== undefined && {waitingFor: this.#waitingFor}),
		};
	}

	async #rest(milliseconds: number): Promise<void> {
		const {signal} = this.#options;
		await delay(milliseconds, undefined, {signal}).catch(() => {});
	}
}
