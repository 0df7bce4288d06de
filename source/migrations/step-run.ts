import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Event} from '../runs/events.ts';
import {setAside} from './dialects/sqlite-bystanders.ts';
import {watchForeignKeys} from './dialects/sqlite-foreign-keys.ts';
import {Failure, statementsThatStay} from './failure.ts';
import {recordFingerprint} from './fingerprints.ts';
import type {MikroOrm} from './mikro-orm.ts';
import type {Step} from './plan.ts';

/** Pragmas that would do nothing inside a transaction, and statements without a word. */
const idle = /^\s*(?:pragma\s+foreign_keys\s*=.*)?$/i;

export interface StepRunOptions {
	/** The recorder's. */
	table: string;
	step: Step;
	/** An instance of MikroORM's Migration; undefined to record only. */
	migration: any;
	/** Undefined when the migration wants none. */
	transaction: unknown;
	signal: AbortSignal;
}

/** One migration in its transaction: its statements, and the row that says that it ran to its end. */
export class StepRun {
	readonly #orm: MikroOrm;
	readonly #options: StepRunOptions;

	constructor(orm: MikroOrm, options: StepRunOptions) {
		this.#orm = orm;
		this.#options = options;
	}

	/** Whether another run was faster. */
	async isDone(): Promise<boolean> {
		const {table, step} = this.#options;
		const rows = await this.#query(
			`select 1 from ${this.#orm.quote(table)} where name in (${this.#names()})`,
		);
		return rows.length > 0 === (step.direction === 'forwards');
	}

	/** @throws Failure */
	async *run(): AsyncGenerator<Event, void> {
		const {migration} = this.#options;
		if (migration) {
			const isSqlite = this.#orm.driverName === 'sqlite';
			const newlyBroken = isSqlite ? await watchForeignKeys(sql => this.#query(sql)) : undefined;
			const queries = await this.#collect();
			const putBack = isSqlite ? await this.#setAside(queries) : undefined;
			yield* this.#send(queries);
			await this.#putBack(putBack);
			const broken = await newlyBroken?.();
			if (broken) throw this.#failure('pragma foreign_key_check', broken);
		}
		await this.#record();
	}

	/** @param what was being done, when it was no statement of the migration's */
	#failure(what: string, error: unknown): Failure {
		return this.#failureAt(0, what, [], error);
	}

	#failureAt(statement: number, sql: string, sent: string[], error: unknown): Failure {
		const {step, transaction} = this.#options;
		const driver = this.#orm.driverName;
		return new Failure(step, {statement, sql, sent, transaction, driver}, error);
	}

	/** Calls up() or down(); what they do through `execute` has happened then. */
	async #collect(): Promise<string[]> {
		const {migration, step, transaction} = this.#options;
		migration.reset();
		migration.setTransactionContext(transaction);
		const method = step.direction === 'forwards' ? 'up' : 'down';
		try {
			await migration[method]();
		} catch (error) {
			throw this.#failure(`in ${method}()`, error);
		}
		const statements: string[] = migration
			.getQueries()
			.map((query: unknown) => this.#orm.textOf(query));
		return statements.filter(sql => !idle.test(sql));
	}

	#setAside(statements: string[]): Promise<(() => Promise<void>) | undefined> {
		return setAside(
			statements,
			sql => this.#query(sql),
			name => this.#orm.quote(name),
		);
	}

	async #putBack(putBack: (() => Promise<void>) | undefined): Promise<void> {
		try {
			await putBack?.();
		} catch (error) {
			const what = 'putting back the indexes, triggers and views of a rebuilt table';
			throw this.#failure(what, error);
		}
	}

	async *#send(statements: string[]): AsyncGenerator<Event, void> {
		const {transaction, signal} = this.#options;
		const sent: string[] = [];
		for (const [index, sql] of statements.entries()) {
			await nextTurn();
			if (signal.aborted && this.#canBeUndone(sent)) {
				throw this.#failureAt(index + 1, sql, sent, 'interrupted');
			}
			yield {type: 'statement', index: index + 1, total: statements.length, sql};
			try {
				await this.#orm.connection.execute(sql, [], 'run', transaction);
			} catch (error) {
				throw this.#failureAt(index + 1, sql, sent, error);
			}
			sent.push(sql);
		}
	}

	/** A migration that cannot be undone is not left in its middle, either. */
	#canBeUndone(sent: string[]): boolean {
		const {transaction} = this.#options;
		const place = {sql: '', sent, transaction, driver: this.#orm.driverName};
		return statementsThatStay(place).length === 0;
	}

	/** A squashed migration stands for those it replaces, so that they may be gone one day. */
	async #record(): Promise<void> {
		const {table: tableName, step, transaction} = this.#options;
		const table = this.#orm.quote(tableName);
		const {id, replaces} = step.file;
		const replaced = replaces.map(name => this.#orm.platform.quoteValue(name));
		const names = [...replaced, this.#orm.platform.quoteValue(id)];
		const sql =
			step.direction === 'forwards'
				? names.map(name => `insert into ${table} (name) values (${name})`)
				: [`delete from ${table} where name in (${[...replaced, this.#names()].join(', ')})`];
		for (const statement of sql) {
			await this.#orm.connection.execute(statement, [], 'run', transaction);
		}
		await recordFingerprint(this.#orm, tableName, step, transaction);
	}

	/** The name as it may be recorded: older versions of MikroORM kept the file's ending. */
	#names(): string {
		const {id} = this.#options.step.file;
		return [id, `${id}.ts`, `${id}.js`].map(name => this.#orm.platform.quoteValue(name)).join(', ');
	}

	#query(sql: string): Promise<any[]> {
		return this.#orm.connection.execute(sql, [], 'all', this.#options.transaction);
	}
}
