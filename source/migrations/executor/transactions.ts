import type {Event} from '../../runs/events.ts';
import type {Engine} from '../engine/engine.ts';
import type {Step} from '../graph/plan.ts';
import type {Waiting} from '../locks/lock.ts';
import {beginWriting} from '../locks/write-lock.ts';
import {Failure} from '../unfinished/failure.ts';

/** The transactions that migrations run in. On SQLite none of them looks at foreign keys. */
export class Transactions {
	readonly #engine: Engine;
	readonly #table: string;
	readonly #waiting: Waiting;
	#keysAreOff = false;

	/** @param table the recorder's */
	constructor(engine: Engine, table: string, waiting: Waiting) {
		this.#engine = engine;
		this.#table = table;
		this.#waiting = waiting;
	}

	/** @returns undefined where none is wanted */
	async *begin(isWanted: boolean): AsyncGenerator<Event, unknown> {
		const {connection, driverName} = this.#engine;
		if (driverName !== 'sqlite') return isWanted ? await connection.begin() : undefined;
		// Inside a transaction the pragma would do nothing, and a rebuilt table would empty its children.
		if (!this.#keysAreOff) await connection.execute('pragma foreign_keys = off');
		this.#keysAreOff = true;
		const transaction = yield* beginWriting(this.#engine, this.#table, this.#waiting);
		if (isWanted) return transaction;
		await connection.commit(transaction);
		return undefined;
	}

	/** A migration's own code is to run, which may turn the keys on. */
	expectCode(): void {
		this.#keysAreOff = false;
	}

	/**
	 * @param step the last one that ran within
	 * @throws Failure
	 */
	async commit(step: Step | undefined, transaction: unknown): Promise<void> {
		const {connection, driverName: driver} = this.#engine;
		try {
			if (transaction) await connection.commit(transaction);
		} catch (error) {
			if (!step) throw error;
			throw new Failure(step, {statement: 0, sql: 'commit', sent: [], transaction, driver}, error);
		}
	}

	/** Where even that fails the connection is gone, and the database does it by itself. */
	async rollBack(transaction: unknown): Promise<void> {
		try {
			if (transaction) await this.#engine.connection.rollback(transaction);
		} catch {}
	}

	/** After the last one. */
	async end(): Promise<void> {
		if (this.#engine.driverName !== 'sqlite') return;
		await this.#engine.connection.execute('pragma foreign_keys = on');
	}
}
