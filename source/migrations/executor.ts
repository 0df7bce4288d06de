import {setImmediate as nextTurn} from 'node:timers/promises';
import {type ExitCode, exitCodes, isCommandError, messageOf} from '../errors.ts';
import {unreachable} from '../project/database.ts';
import type {Project} from '../project/open.ts';
import type {Event, MigrationFailed} from '../runs/events.ts';
import {setAside} from './dialects/sqlite-bystanders.ts';
import {beginWriting, takeRunLock, type Waiting} from './lock.ts';
import type {MikroOrm} from './mikro-orm.ts';
import type {Step} from './plan.ts';
import {recorderTable} from './recorder.ts';

export interface ExecuteOptions extends Waiting {
	/** Record only, run nothing. */
	fake: boolean;
	/** One transaction for all. */
	atomic: boolean;
}

/** Why a migration ended before its end. */
class Failure extends Error {
	readonly event: MigrationFailed;
	readonly interrupted: boolean;

	constructor(event: MigrationFailed, interrupted: boolean) {
		super(event.message);
		this.event = event;
		this.interrupted = interrupted;
	}
}

/**
 * Applies and unapplies. `applied` is reported after the commit, never before; a migration that
 * another run was faster with is left out without a word.
 * @returns the exit code
 * @throws CommandError `lock-held`, `database-unreachable`, or why a migration's file cannot be loaded
 */
export async function* execute(
	project: Project,
	orm: MikroOrm,
	steps: Step[],
	options: ExecuteOptions,
): AsyncGenerator<Event, ExitCode> {
	const executor = new Executor(orm, recorderTable(project), options);
	try {
		const release = yield* takeRunLock(orm, options);
		try {
			if (orm.driverName !== 'sqlite') await orm.ensureRecorderTable(recorderTable(project));
			return options.atomic ? yield* executor.together(steps) : yield* executor.oneByOne(steps);
		} finally {
			await release();
		}
	} catch (error) {
		throw isFromDatabase(error) ? unreachable(project, error) : error;
	}
}

/** A lost connection, say: what a migration's own statements throw is reported as `failed`. */
function isFromDatabase(error: unknown): boolean {
	if (isCommandError(error) || error instanceof TypeError) return false;
	return typeof (error as {code?: unknown}).code === 'string';
}

class Executor {
	readonly #orm: MikroOrm;
	readonly #table: string;
	readonly #options: ExecuteOptions;
	readonly #isSqlite: boolean;

	constructor(orm: MikroOrm, table: string, options: ExecuteOptions) {
		this.#orm = orm;
		this.#table = table;
		this.#options = options;
		this.#isSqlite = orm.driverName === 'sqlite';
	}

	async *oneByOne(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		let ran = 0;
		for (const [index, step] of steps.entries()) {
			await nextTurn();
			if (this.#options.signal.aborted) return yield* interrupted(steps[index - 1]);
			const migration = this.#options.fake ? undefined : await this.#orm.instantiate(step.file);
			const started = performance.now();
			try {
				const transaction = yield* this.#begin(migration?.isTransactional() ?? true);
				if (await this.#isDone(step, transaction)) {
					await this.#end('rollback', transaction);
					continue;
				}
				yield beginning(step, index + 1, steps.length);
				yield* this.#runAndCommit(step, migration, transaction);
			} catch (error) {
				if (!(error instanceof Failure)) throw error;
				yield error.event;
				return error.interrupted ? yield* interrupted(undefined, step) : exitCodes.failed;
			} finally {
				await this.#keysOn();
			}
			ran++;
			yield this.#ending(step, performance.now() - started);
		}
		if (ran === 0) yield {type: 'log', level: 'info', text: '  No migrations to apply.'};
		return exitCodes.done;
	}

	/** All or none: nothing is reported as applied before the one commit at the end. */
	async *together(steps: Step[]): AsyncGenerator<Event, ExitCode> {
		const ran: {step: Step; milliseconds: number}[] = [];
		try {
			const transaction = yield* this.#begin(true);
			let current: Step | undefined;
			try {
				for (const step of steps) {
					if (await this.#isDone(step, transaction)) continue;
					current = step;
					const started = performance.now();
					const migration = this.#options.fake ? undefined : await this.#orm.instantiate(step.file);
					yield* this.#run(step, migration, transaction);
					ran.push({step, milliseconds: performance.now() - started});
				}
				await this.#commit(current, transaction);
			} catch (error) {
				await this.#end('rollback', transaction);
				if (!(error instanceof Failure)) throw error;
				if (current) yield beginning(current, ran.length + 1, steps.length);
				yield error.event;
				const text = `  All ${ran.length} migration(s) before it were rolled back, too.`;
				if (ran.length > 0) yield {type: 'log', level: 'warning', text};
				return error.interrupted ? exitCodes.interrupted : exitCodes.failed;
			}
		} finally {
			await this.#keysOn();
		}
		for (const [index, {step, milliseconds}] of ran.entries()) {
			yield beginning(step, index + 1, ran.length);
			yield this.#ending(step, milliseconds);
		}
		return exitCodes.done;
	}

	async *#begin(transactional: boolean): AsyncGenerator<Event, unknown> {
		if (!this.#isSqlite) {
			return transactional ? await this.#orm.connection.begin() : undefined;
		}
		// Inside a transaction the pragma would do nothing, and a rebuilt table would empty its children.
		await this.#orm.connection.execute('pragma foreign_keys = off');
		const transaction = yield* beginWriting(this.#orm, this.#table, this.#options);
		if (transactional) return transaction;
		await this.#end('commit', transaction);
		return undefined;
	}

	async *#runAndCommit(step: Step, migration: any, transaction: unknown): AsyncGenerator<Event> {
		try {
			yield* this.#run(step, migration, transaction);
			await this.#commit(step, transaction);
		} catch (error) {
			await this.#end('rollback', transaction);
			throw error;
		}
	}

	/** Runs and records one step. */
	async *#run(step: Step, migration: any, transaction: unknown): AsyncGenerator<Event> {
		const broken = migration ? await this.#brokenKeys(transaction) : undefined;
		if (migration) {
			const queries = await this.#collect(step, migration, transaction);
			const putBack = this.#isSqlite ? await this.#setAside(queries, transaction) : undefined;
			yield* this.#send(step, queries, transaction);
			await this.#putBack(step, putBack, transaction);
		}
		if (broken) await this.#verifyKeys(step, broken, transaction);
		await this.#record(step, transaction);
	}

	/** Calls up() or down(); what they do through `execute` has happened then. */
	async #collect(step: Step, migration: any, transaction: unknown): Promise<any[]> {
		migration.reset();
		migration.setTransactionContext(transaction);
		const method = step.direction === 'forwards' ? 'up' : 'down';
		try {
			await migration[method]();
		} catch (error) {
			throw this.#failure(step, 0, `in ${method}()`, error, [], transaction);
		}
		// Whether foreign keys are on is decided here, outside of the transaction.
		return migration.getQueries().filter((query: unknown) => {
			return typeof query !== 'string' || !/^\s*(?:pragma\s+foreign_keys\s*=.*)?$/i.test(query);
		});
	}

	#setAside(queries: any[], transaction: unknown) {
		return setAside(
			queries.map(query => this.#orm.textOf(query)),
			sql => this.#query(sql, transaction),
			name => this.#orm.quote(name),
		);
	}

	async #putBack(
		step: Step,
		putBack: (() => Promise<void>) | undefined,
		transaction: unknown,
	): Promise<void> {
		try {
			await putBack?.();
		} catch (error) {
			const what = 'putting back the indexes, triggers and views of a rebuilt table';
			throw this.#failure(step, 0, what, error, [], transaction);
		}
	}

	async *#send(step: Step, queries: any[], transaction: unknown): AsyncGenerator<Event> {
		const sent: string[] = [];
		for (const [index, query] of queries.entries()) {
			const sql = this.#orm.textOf(query);
			await nextTurn();
			if (this.#options.signal.aborted && this.#canRollBack(sent, transaction)) {
				throw this.#failure(step, index + 1, sql, 'interrupted', sent, transaction);
			}
			yield {type: 'statement', index: index + 1, total: queries.length, sql};
			try {
				await this.#orm.connection.execute(sql, [], 'run', transaction);
			} catch (error) {
				throw this.#failure(step, index + 1, sql, error, sent, transaction);
			}
			sent.push(sql);
		}
	}

	#canRollBack(sent: string[], transaction: unknown): boolean {
		return this.#kept(sent, '', transaction).length === 0;
	}

	/**
	 * What stays in the database when this statement fails: MySQL and MariaDB commit before and after
	 * each change of the schema, and without a transaction nothing can be undone.
	 */
	#kept(sent: string[], failing: string, transaction: unknown): string[] {
		if (!transaction) return sent;
		if (this.#isSqlite || this.#orm.driverName === 'postgresql') return [];
		const commits = (sql: string) => /^\s*(?:create|alter|drop|rename|truncate)\b/i.test(sql);
		return commits(failing) ? sent : sent.slice(0, sent.findLastIndex(commits) + 1);
	}

	#failure(
		{file, direction}: Step,
		statement: number,
		sql: string,
		error: unknown,
		sent: string[],
		transaction: unknown,
	): Failure {
		const alreadyExecuted = this.#kept(sent, sql, transaction);
		const undoes = direction === 'backwards' && /cannot be reverted/.test(messageOf(error));
		return new Failure(
			{
				type: 'failed',
				migration: file.id,
				statement,
				sql,
				message: undoes ? `${file.id} has no down(): it cannot be unapplied.` : messageOf(error),
				rolledBack: alreadyExecuted.length === 0 && (transaction !== undefined || statement < 2),
				alreadyExecuted,
			},
			error === 'interrupted',
		);
	}

	async #isDone({file, direction}: Step, transaction: unknown): Promise<boolean> {
		const name = this.#orm.platform.quoteValue(file.id);
		const rows = await this.#query(
			`select 1 from ${this.#orm.quote(this.#table)} where name = ${name}`,
			transaction,
		);
		return rows.length > 0 === (direction === 'forwards');
	}

	async #record({file, direction}: Step, transaction: unknown): Promise<void> {
		const table = this.#orm.quote(this.#table);
		const name = this.#orm.platform.quoteValue(file.id);
		const sql =
			direction === 'forwards'
				? `insert into ${table} (name) values (${name})`
				: `delete from ${table} where name = ${name}`;
		await this.#orm.connection.execute(sql, [], 'run', transaction);
	}

	async #brokenKeys(transaction: unknown): Promise<Set<string> | undefined> {
		if (!this.#isSqlite) return undefined;
		return new Set((await this.#query('pragma foreign_key_check', transaction)).map(keyOf));
	}

	async #verifyKeys(step: Step, before: Set<string>, transaction: unknown): Promise<void> {
		const rows = await this.#query('pragma foreign_key_check', transaction);
		const broken = rows.filter(row => !before.has(keyOf(row)));
		if (broken.length === 0) return;
		const {table, rowid, parent} = broken[0];
		throw this.#failure(
			step,
			0,
			'pragma foreign_key_check',
			new Error(
				`${broken.length} row(s) would refer to rows that do not exist, the first one in ${table} (rowid ${rowid}) to ${parent}.`,
			),
			[],
			transaction,
		);
	}

	async #commit(step: Step | undefined, transaction: unknown): Promise<void> {
		try {
			await this.#end('commit', transaction);
		} catch (error) {
			if (!step) throw error;
			throw this.#failure(step, 0, 'commit', error, [], transaction);
		}
	}

	async #end(how: 'commit' | 'rollback', transaction: unknown): Promise<void> {
		if (transaction) await this.#orm.connection[how](transaction);
	}

	async #keysOn(): Promise<void> {
		if (this.#isSqlite) await this.#orm.connection.execute('pragma foreign_keys = on');
	}

	#query(sql: string, transaction: unknown): Promise<any[]> {
		return this.#orm.connection.execute(sql, [], 'all', transaction);
	}

	#ending({file, direction}: Step, elapsed: number): Event {
		const milliseconds = Math.round(elapsed);
		if (this.#options.fake) return {type: 'faked', migration: file.id, milliseconds};
		const type = direction === 'forwards' ? 'applied' : 'unapplied';
		return {type, migration: file.id, milliseconds};
	}
}

function beginning({file, direction}: Step, index: number, total: number): Event {
	const type = direction === 'forwards' ? 'applying' : 'unapplying';
	return {type, migration: file.id, index, total};
}

/** Says where the run stopped: behind a migration that is done, or in one that was undone. */
async function* interrupted(done?: Step, undone?: Step): AsyncGenerator<Event, ExitCode> {
	const where = undone
		? `${undone.file.id} was rolled back`
		: done
			? `${done.file.id} was the last one to run`
			: 'nothing was run';
	yield {type: 'log', level: 'warning', text: `Interrupted: ${where}.`};
	return exitCodes.interrupted;
}

function keyOf({table, rowid, parent, fkid}: Record<string, unknown>): string {
	return `${table}:${rowid}:${parent}:${fkid}`;
}
