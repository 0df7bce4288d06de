import type {Event} from '../../runs/events.ts';
import {type Engine, rollBack} from '../engine/engine.ts';
import type {Waiting} from '../locks/lock.ts';
import {beginWriting} from '../locks/write-lock.ts';
import type {LockWaits} from '../waiting/lock-waits.ts';

/** The transactions that migrations run in. On SQLite none of them enforces foreign keys. */
export class Transactions {
	readonly #engine: Engine;
	readonly #table: string;
	readonly #waits: LockWaits;
	readonly #waiting: Waiting;
	#keysAreOff = false;

	/** @param table the recorder's */
	constructor(engine: Engine, table: string, waits: LockWaits, waiting: Waiting) {
		this.#engine = engine;
		this.#table = table;
		this.#waits = waits;
		this.#waiting = waiting;
	}

	/**
	 * @param keepsKeys whether SQLite enforces foreign keys in it, if it does so before
	 * @returns undefined where the migration wants no transaction
	 */
	async *begin(
		isWanted: boolean,
		migration: string,
		keepsKeys = false,
	): AsyncGenerator<Event, unknown> {
		const {connection, driverName} = this.#engine;
		if (driverName !== 'sqlite') return isWanted ? await this.#beginOnServer() : undefined;
		// Inside a transaction the pragma would do nothing, and a rebuilt table would empty its children.
		if (!this.#keysAreOff && !keepsKeys) await connection.execute('pragma foreign_keys = off');
		this.#keysAreOff ||= !keepsKeys;
		const transaction = yield* this.#waits.reporting(
			{migration, statement: 0, sql: 'begin'},
			beginWriting(this.#engine, this.#table, this.#waiting, this.#waits.busyTimeout),
		);
		if (isWanted || connection.hasNoSession) return transaction;
		await connection.commit(transaction);
		return undefined;
	}

	async #beginOnServer(): Promise<unknown> {
		const transaction = await this.#engine.connection.begin();
		try {
			await this.#waits.limit(transaction);
		} catch (error) {
			await rollBack(this.#engine, transaction);
			throw error;
		}
		return transaction;
	}

	async commit(transaction: unknown): Promise<void> {
		await this.#waits.unlimit(transaction);
		await this.#engine.connection.commit(transaction);
	}

	/** To be called before a migration's own code runs, which may turn foreign keys on. */
	expectCode(): void {
		this.#keysAreOff = false;
	}

	/** To be called before rows are filled in transactions that keep the keys. */
	async enforceKeys(): Promise<void> {
		if (this.#engine.driverName !== 'sqlite') return;
		await this.#engine.connection.execute('pragma foreign_keys = on');
		this.#keysAreOff = false;
	}

	async rollBack(transaction: unknown): Promise<void> {
		if (!transaction) return;
		await this.#waits.unlimit(transaction).catch(() => {});
		await rollBack(this.#engine, transaction);
	}

	/** To be called after the last one. */
	async end(): Promise<void> {
		if (this.#engine.driverName !== 'sqlite') return;
		await this.#engine.connection.execute('pragma foreign_keys = on');
	}
}
