import {CommandError, isCommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {queryIn} from '../engine/engine.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {Step} from '../graph/plan.ts';
import {advance, type Checkpoint, removeCheckpoint} from '../record/backfill-table.ts';
import {commit, Failure} from '../unfinished/failure.ts';
import type {LockWaits} from '../waiting/lock-waits.ts';
import {countRows} from './count-rows.ts';
import type {Range} from './key-ranges.ts';
import type {BackfillRows} from './rows.ts';

/** It looks for rows that came behind it, at most so often. */
const mostPasses = 20;

/** Milliseconds between two looks whether the run still has its lock. The checkpoint notices another run by itself. */
const lockInterval = 200;

/** The transactions of an executor. */
export interface BatchTransactions {
	begin(): AsyncGenerator<Event, unknown>;
	commit(transaction: unknown): Promise<void>;
	rollBack(transaction: unknown): Promise<void>;
}

export interface BatchOptions {
	project: Project;
	orm: MikroOrm;
	step: Step;
	transactions: BatchTransactions;
	waits: LockWaits;
	/** @throws CommandError when the lock of the run is lost */
	verifyLock(): Promise<void>;
	/** Records the backfill as applied. */
	record(transaction: unknown): Promise<void>;
}

/**
 * Fills ranges of a table one after the other, each in a transaction that moves the checkpoint as well: a row is
 * filled once, whenever the process dies.
 */
export class Batches {
	readonly #rows: BackfillRows;
	readonly #options: BatchOptions;
	#checkpoint: Checkpoint;
	#nextLook = 0;
	/** The range after the one that is being filled; undefined within where it could not be found. */
	#ahead: {after: string[]; size: number; range: Promise<Range | undefined>} | undefined;

	constructor(rows: BackfillRows, checkpoint: Checkpoint, options: BatchOptions) {
		this.#rows = rows;
		this.#checkpoint = checkpoint;
		this.#options = options;
	}

	get checkpoint(): Checkpoint {
		return this.#checkpoint;
	}

	/**
	 * Whether nothing is left to fill. Rows may have come behind the checkpoint: if filled rows are no longer asked
	 * for, it goes on until none is; otherwise it would fill rows twice.
	 */
	async isAtEnd(): Promise<boolean> {
		const {last, note} = this.#checkpoint;
		if (last !== null || note.passes === 0) return false;
		if (!note.settles || note.passes >= mostPasses) return true;
		if (note.passes > 1 && note.inLastPass === 0) return true;
		return (await countRows(this.#options.project, this.#rows.count({after: null}, 1))) === 0;
	}

	/** Whether rows came behind it again and again. */
	get gaveUp(): boolean {
		const {settles, passes, inLastPass} = this.#checkpoint.note;
		return settles === true && passes >= mostPasses && inLastPass > 0;
	}

	/** @param size how many keys the range has @throws Failure */
	async *fill(size: number): AsyncGenerator<Event> {
		const {waits} = this.#options;
		const range = await this.#nextRange(size);
		this.#lookAhead(range, size);
		const sql = this.#rows.isData ? this.#rows.update(range) : `run() of ${this.#rows.entity}`;
		const next = yield* this.#inTransaction(sql, async transaction => {
			// What is undone is undone with its checkpoint.
			await waits.relax(transaction);
			const filled = this.#rows.isData
				? await this.#send(sql, [], transaction)
				: await this.#rows.run(range, transaction);
			const settles = await this.#settles(range, filled, transaction);
			const next = this.#after(range, filled, settles);
			const moved = await this.#send(...advance(this.#checkpoint, next), transaction);
			if (moved !== 1) throw takenOver(next.name);
			return next;
		});
		this.#checkpoint = next;
	}

	async #nextRange(size: number): Promise<Range> {
		const after = this.#checkpoint.last;
		const ahead = this.#ahead;
		this.#ahead = undefined;
		const isNext = ahead && ahead.size <= size && String(ahead.after) === String(after);
		return (isNext && (await ahead.range)) || (await this.#find(after, size));
	}

	/** On a server, finds the end of the range after this one while this one is filled. */
	#lookAhead({to}: Range, size: number): void {
		if (!to || this.#options.orm.driverName === 'sqlite') return;
		const range = this.#find(to, size).catch(() => undefined);
		this.#ahead = {after: to, size, range};
	}

	async #find(after: Range['after'], size: number): Promise<Range> {
		const {keys, table} = this.#rows;
		const sql = keys.keyAt(size, after, table);
		try {
			const [row] = await queryIn(this.#options.orm, undefined)(sql);
			return {after, ...(row && {to: keys.keyIn(row)})};
		} catch (error) {
			throw this.#failure(sql, error);
		}
	}

	/** Records it as applied. No checkpoint is left then that would notice another run. @throws Failure */
	async *finish(): AsyncGenerator<Event> {
		this.#nextLook = 0;
		const {record, orm} = this.#options;
		const {name} = this.#checkpoint;
		yield* this.#inTransaction('recording what is applied', async transaction => {
			await record(transaction);
			await removeCheckpoint(queryIn(orm, transaction), name);
		});
	}

	/** At the end of a pass the next one begins. */
	#after({to}: Range, filled: number, settles: boolean | undefined): Checkpoint {
		const {note, batches, filled: before, ...rest} = this.#checkpoint;
		const inPass = note.inPass + filled;
		const pass = to ? {inPass} : {passes: note.passes + 1, inLastPass: inPass, inPass: 0};
		return {
			...{...rest, filled: before + filled, last: to ?? null, batches: batches + 1},
			note: {...note, ...pass, settles},
		};
	}

	/** Looks at the first batch, and more and more seldom at later ones, whether their rows still match. */
	async #settles(range: Range, filled: number, transaction: unknown): Promise<boolean | undefined> {
		const {note, batches} = this.#checkpoint;
		const {settles} = note;
		const isLookedAt = settles === undefined || (settles && (batches & (batches - 1)) === 0);
		if (!isLookedAt || filled === 0 || !this.#rows.hasCondition) return settles;
		const sql = this.#rows.count(range, 1);
		const [row] = await queryIn(this.#options.orm, transaction)(sql);
		return Number(row!.count) === 0;
	}

	/** @returns how many rows it changed */
	async #send(sql: string, values: unknown[], transaction: unknown): Promise<number> {
		const {connection} = this.#options.orm;
		return (await connection.execute(sql, values, 'run', transaction)).affectedRows;
	}

	/** A batch is committed up to 200 ms after the lock was lost; its checkpoint notices another run. @param sql what runs in it, in short */
	async *#inTransaction<T>(
		sql: string,
		work: (transaction: unknown) => Promise<T>,
	): AsyncGenerator<Event, T> {
		const {orm, step, transactions, waits, verifyLock} = this.#options;
		const transaction = yield* transactions.begin();
		const place = {migration: step.file.id, statement: 1, sql};
		try {
			const result = yield* waits.during(place, work(transaction));
			if (performance.now() >= this.#nextLook) {
				await verifyLock();
				this.#nextLook = performance.now() + lockInterval;
			}
			orm.identity?.verify();
			await transactions.commit(transaction).catch(error => {
				throw this.#failure(commit, error, transaction);
			});
			orm.identity?.verify();
			return result;
		} catch (error) {
			await transactions.rollBack(transaction);
			const isSaid = error instanceof Failure || isCommandError(error);
			throw isSaid ? error : this.#failure(sql, error, transaction);
		}
	}

	#failure(sql: string, error: unknown, transaction?: unknown): Failure {
		const {orm, step} = this.#options;
		const statement = sql === commit ? 0 : 1;
		const place = {
			statement,
			sql,
			sent: [],
			transaction: transaction ?? {},
			driver: orm.driverName,
		};
		const failure = new Failure(step, place, error);
		failure.event.filled = this.#checkpoint.filled;
		return failure;
	}
}

/** @throws CommandError as when the lock is lost */
export function takenOver(name: string): CommandError {
	return new CommandError(`The checkpoint of ${name} was changed or removed by another run.`, {
		...{code: 'lock-lost', ways: [ways.migrate]},
		hint: 'This run stopped, and its last batch was rolled back. Run quarterdeck migrate again.',
	});
}
