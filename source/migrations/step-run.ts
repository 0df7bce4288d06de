import {setImmediate as nextTurn} from 'node:timers/promises';
import {CommandError, messageOf} from '../errors.ts';
import type {Event} from '../runs/events.ts';
import {dropInvalidIndex} from './dialects/postgresql-concurrent-index.ts';
import {setAside} from './dialects/sqlite-bystanders.ts';
import {watchForeignKeys} from './dialects/sqlite-foreign-keys.ts';
import {keepCounters, keepTableOptions} from './dialects/sqlite-table-options.ts';
import {commits, Failure, statementsThatStay} from './failure.ts';
import {recordFingerprint} from './fingerprints.ts';
import type {MikroOrm} from './mikro-orm.ts';
import type {Ask} from './notes.ts';
import type {Step} from './plan.ts';
import {resumption} from './resumption.ts';
import {Progress, type Unfinished} from './unfinished.ts';

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
	/** What a run before has left of it. */
	unfinished?: Unfinished;
}

const rowsOnly = /^\s*(?:insert|update|delete|replace|merge)\b/i;
const readsOnly = /^\s*(?:select|show|pragma|explain)\b/i;

/** One migration in its transaction: its statements, and the row that says that it ran to its end. */
export class StepRun {
	readonly #orm: MikroOrm;
	readonly #options: StepRunOptions;
	readonly #isSqlite: boolean;
	/** Kept where the database cannot undo what a migration did. */
	readonly #progress: Progress | undefined;

	constructor(orm: MikroOrm, options: StepRunOptions) {
		this.#orm = orm;
		this.#options = options;
		this.#isSqlite = orm.driverName === 'sqlite';
		const {step, transaction, unfinished} = options;
		const rollsBack = transaction && (this.#isSqlite || orm.driverName === 'postgresql');
		if (rollsBack || !options.migration) return;
		this.#progress = new Progress(step, this.#isSqlite, this.#ask(transaction));
		if (unfinished) this.#progress.resume(unfinished);
	}

	/** After a failure, when every transaction is rolled back: notes what stays, for the next run. */
	async leave(error: unknown): Promise<void> {
		if (!(error instanceof Failure)) return;
		await this.#progress?.failed(messageOf(error), this.#ask(undefined));
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
			const newlyBroken = this.#isSqlite
				? await watchForeignKeys(sql => this.#query(sql))
				: undefined;
			const queries = await this.#statements();
			const putBack = this.#isSqlite ? await this.#setAside(queries) : undefined;
			yield* this.#send(queries);
			await this.#putBack(putBack);
			const broken = await newlyBroken?.();
			if (broken) throw this.#failure('pragma foreign_key_check', broken);
		}
		await this.#record();
	}

	/** What the migration sent by itself, where that stays. */
	get #code(): string[] {
		return this.#progress?.code ?? [];
	}

	/** @param what was being done, when it was no statement of the migration's */
	#failure(what: string, error: unknown): Failure {
		return this.#failureAt(0, what, [], error);
	}

	#failureAt(statement: number, sql: string, sent: string[], error: unknown): Failure {
		const {step, transaction} = this.#options;
		const driver = this.#orm.driverName;
		const all = [...this.#code, ...sent];
		return new Failure(step, {statement, sql, sent: all, transaction, driver}, error);
	}

	/** Calls up() or down(); what they do through `execute` has happened then. */
	async #collect(): Promise<string[]> {
		const {migration, step, transaction} = this.#options;
		migration.reset();
		migration.setTransactionContext(transaction);
		if (this.#progress) migration.driver = this.#watched(migration.driver);
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

	async #statements(): Promise<string[]> {
		const statements = await this.#collect();
		return this.#isSqlite ? keepTableOptions(statements, sql => this.#query(sql)) : statements;
	}

	async #setAside(statements: string[]): Promise<() => Promise<void>> {
		const query = (sql: string) => this.#query(sql);
		const counters = await keepCounters(statements, query);
		const bystanders = await setAside(statements, query, name => this.#orm.quote(name));
		return async () => {
			await bystanders?.();
			await counters?.();
		};
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
		const {signal, unfinished} = this.#options;
		if (unfinished) verifyUnchanged(unfinished, statements);
		if (this.#progress) this.#progress.statements = statements;
		const from = unfinished?.done ?? 0;
		const sent = statements.slice(0, from);
		for (const [offset, sql] of statements.slice(from).entries()) {
			const index = from + offset + 1;
			await nextTurn();
			if (signal.aborted && this.#canBeUndone(sent)) {
				throw this.#failureAt(index, sql, sent, 'interrupted');
			}
			yield {type: 'statement', index, total: statements.length, sql};
			try {
				await this.#sendOne(sql, sent.length, offset === 0 && unfinished?.running === true);
			} catch (error) {
				throw this.#failureAt(index, sql, sent, error);
			}
			sent.push(sql);
		}
	}

	/** @param isUncertain it was sent by a run before, and may have ended well */
	async #sendOne(sql: string, done: number, isUncertain: boolean): Promise<void> {
		const {transaction} = this.#options;
		const execute = (context: unknown) => this.#orm.connection.execute(sql, [], 'run', context);
		if (!this.#progress) return execute(transaction);
		if (!transaction && rowsOnly.test(sql)) return this.#sendWithNote(execute, done);
		const stays = !transaction || commits(sql);
		if (stays) await this.#progress.sends(done);
		if (this.#orm.driverName === 'postgresql') await dropInvalidIndex(this.#orm, sql);
		if (isUncertain) await resumption(sql, () => execute(transaction));
		else await execute(transaction);
		if (stays) await this.#progress.ran(done + 1);
		if (stays && transaction) await this.#beginAgain();
	}

	/** Rows and the note of them are written together, so that it is never uncertain. */
	async #sendWithNote(execute: (context: unknown) => unknown, done: number): Promise<void> {
		await this.#progress!.isAt(done);
		await this.#together(async transaction => {
			await execute(transaction);
			await this.#progress!.ran(done + 1, this.#ask(transaction));
		});
	}

	/** MySQL has ended the transaction with its change of the schema. */
	async #beginAgain(): Promise<void> {
		const {transaction} = this.#options;
		await this.#orm.connection.execute('start transaction', [], 'run', transaction);
	}

	/** What a migration's own code sends stays as well, and cannot be taken up in its middle. */
	#watched(driver: any): unknown {
		const execute = async (query: unknown, ...rest: unknown[]) => {
			const sql = this.#orm.textOf(query);
			if (!readsOnly.test(sql)) await this.#progress!.sendsCode(sql);
			const answer = await driver.execute(query, ...rest);
			if (commits(sql) && this.#options.transaction) await this.#beginAgain();
			return answer;
		};
		return new Proxy(driver, {
			get: (target, key) => (key === 'execute' ? execute : Reflect.get(target, key)),
		});
	}

	/** A migration that cannot be undone is not left in its middle, either. */
	#canBeUndone(sent: string[]): boolean {
		const {transaction} = this.#options;
		const all = [...this.#code, ...sent];
		const place = {sql: '', sent: all, transaction, driver: this.#orm.driverName};
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
		const record = async (context: unknown) => {
			for (const statement of sql) {
				await this.#orm.connection.execute(statement, [], 'run', context);
			}
			await recordFingerprint(this.#orm, tableName, step, context);
			await this.#progress?.ended(this.#ask(context));
		};
		await (transaction ? record(transaction) : this.#together(record));
	}

	/** The name as it may be recorded: older versions of MikroORM kept the file's ending. */
	#names(): string {
		const {id} = this.#options.step.file;
		return [id, `${id}.ts`, `${id}.js`].map(name => this.#orm.platform.quoteValue(name)).join(', ');
	}

	#together(work: (transaction: unknown) => Promise<void>): Promise<void> {
		return this.#orm.connection.transactional(work);
	}

	#ask(transaction: unknown): Ask {
		return (sql, values = []) => this.#orm.connection.execute(sql, [...values], 'all', transaction);
	}

	#query(sql: string): Promise<any[]> {
		return this.#orm.connection.execute(sql, [], 'all', this.#options.transaction);
	}
}

/** @throws CommandError `changed-since` */
function verifyUnchanged({migration, statements, done}: Unfinished, now: string[]): void {
	const changed = statements.slice(0, done).findIndex((sql, index) => sql !== now[index]);
	if (changed < 0) return;
	throw new CommandError(
		`${migration} has another statement ${changed + 1} now than the one that ran: ${statements[changed]}`,
		{
			code: 'changed-since',
			hint: 'Put it back to go on after it, or undo what ran by hand and start over with --start-over.',
		},
	);
}
