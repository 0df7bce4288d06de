import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {Engine} from '../engine/engine.ts';
import type {Step} from '../graph/plan.ts';
import type {Ask} from '../record/notes-table.ts';
import {dropInvalidIndex} from '../unfinished/concurrent-index.ts';
import {commits, Failure, statementsThatStay} from '../unfinished/failure.ts';
import {Progress, type Unfinished} from '../unfinished/progress.ts';
import {resumption} from '../unfinished/retry.ts';

export interface Sending {
	engine: Engine;
	step: Step;
	/** Undefined when the migration wants none. */
	transaction: unknown;
	/** What a run before has left of it. */
	unfinished?: Unfinished;
}

const rowsOnly = /^\s*(?:insert|update|delete|replace|merge)\b/i;
const readsOnly = /^\s*(?:select|show|pragma|explain)\b/i;

/** Sends a migration's statements, and keeps notes of them where the database cannot undo them. */
export class Sender {
	readonly #sending: Sending;
	/** Undefined where a rollback undoes all. */
	readonly #progress: Progress | undefined;
	readonly #sent: string[] = [];

	constructor(sending: Sending) {
		this.#sending = sending;
		const {engine, step, transaction, unfinished} = sending;
		const isSqlite = engine.driverName === 'sqlite';
		if (transaction && (isSqlite || engine.driverName === 'postgresql')) return;
		this.#progress = new Progress(step, isSqlite, this.#ask(transaction));
		if (unfinished) this.#progress.resume(unfinished);
	}

	/** How many a run before has sent. */
	get from(): number {
		return this.#sending.unfinished?.done ?? 0;
	}

	/** @throws CommandError `changed-since` */
	begin(statements: string[]): void {
		const {unfinished} = this.#sending;
		if (unfinished) verifyUnchanged(unfinished, statements);
		if (this.#progress) this.#progress.statements = statements;
		this.#sent.push(...statements.slice(0, this.from));
	}

	/** A migration that cannot be undone is not left in its middle, either. */
	get canBeUndone(): boolean {
		const {transaction, engine} = this.#sending;
		const place = {sql: '', sent: this.#all, transaction, driver: engine.driverName};
		return statementsThatStay(place).length === 0;
	}

	async send(sql: string): Promise<void> {
		const done = this.#sent.length;
		const isUncertain = done === this.from && this.#sending.unfinished?.running === true;
		await this.#sendOne(sql, done, isUncertain);
		this.#sent.push(sql);
	}

	/** @param statement from 1; 0 when it was no statement, and `sql` says what it was instead */
	failure(statement: number, sql: string, error: unknown): Failure {
		const {step, transaction, engine} = this.#sending;
		const sent = statement > 0 ? this.#all : (this.#progress?.code ?? []);
		const place = {statement, sql, sent, transaction, driver: engine.driverName};
		return new Failure(step, place, error);
	}

	/** The migration's driver: what its own code sends stays as well, and cannot be taken up in its middle. */
	watched(driver: any): any {
		const progress = this.#progress;
		if (!progress) return driver;
		const execute = async (query: unknown, ...rest: unknown[]) => {
			const sql = this.#sending.engine.textOf(query);
			if (!readsOnly.test(sql)) await progress.sendsCode(sql);
			const answer = await driver.execute(query, ...rest);
			if (commits(sql) && this.#sending.transaction) await this.#beginAgain();
			return answer;
		};
		return new Proxy(driver, {
			get: (target, key) => (key === 'execute' ? execute : Reflect.get(target, key)),
		});
	}

	/** It ran to its end. */
	async ended(transaction: unknown): Promise<void> {
		await this.#progress?.ended(this.#ask(transaction));
	}

	/** After a failure, when every transaction is rolled back: notes what stays, for the next run. */
	async leave(error: unknown): Promise<void> {
		if (!(error instanceof Failure)) return;
		await this.#progress?.failed(error, this.#ask(undefined));
	}

	/** What the migration's own code sent, where that stays, and its statements. */
	get #all(): string[] {
		return [...(this.#progress?.code ?? []), ...this.#sent];
	}

	/** @param isUncertain it was sent by a run before, and may have ended well */
	async #sendOne(sql: string, done: number, isUncertain: boolean): Promise<void> {
		const {engine, transaction} = this.#sending;
		const execute = (context: unknown) => engine.connection.execute(sql, [], 'run', context);
		if (!this.#progress) return execute(transaction);
		if (!transaction && rowsOnly.test(sql)) return this.#sendWithNote(execute, done);
		const stays = !transaction || commits(sql);
		if (stays) await this.#progress.sends(done);
		if (engine.driverName === 'postgresql') await dropInvalidIndex(engine, sql);
		if (isUncertain) await resumption(sql, () => execute(transaction));
		else await execute(transaction);
		if (stays) await this.#progress.ran(done + 1);
		if (stays && transaction) await this.#beginAgain();
	}

	/** Rows and the note of them are written together, so that it is never uncertain. */
	async #sendWithNote(execute: (context: unknown) => unknown, done: number): Promise<void> {
		await this.#progress!.isAt(done);
		await this.#sending.engine.connection.transactional(async transaction => {
			await execute(transaction);
			await this.#progress!.ran(done + 1, this.#ask(transaction));
		});
	}

	/** MySQL has ended the transaction with its change of the schema. */
	async #beginAgain(): Promise<void> {
		const {engine, transaction} = this.#sending;
		await engine.connection.execute('start transaction', [], 'run', transaction);
	}

	#ask(transaction: unknown): Ask {
		const {connection} = this.#sending.engine;
		return (sql, values = []) => connection.execute(sql, [...values], 'all', transaction);
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
			ways: [ways.startOver],
		},
	);
}
