import type {Event} from '../../runs/events.ts';
import {type Engine, rollBack} from '../engine/engine.ts';
import type {Waiting} from '../locks/lock.ts';
import {beginWriting} from '../locks/write-lock.ts';

/** The transactions that migrations run in. On SQLite none of them enforces foreign keys. */
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

	/** @returns undefined where the migration wants no transaction */
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

	/** To be called before a migration's own code runs, which may turn foreign keys on. */
	expectCode(): void {
		this.#keysAreOff = false;
	}

	async rollBack(transaction: unknown): Promise<void> {
		if (transaction) await rollBack(this.#engine, transaction);
	}

	/** To be called after the last one. */
	async end(): Promise<void> {
		if (this.#engine.driverName !== 'sqlite') return;
		await this.#engine.connection.execute('pragma foreign_keys = on');
	}
}
