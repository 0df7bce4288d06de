import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {isRefusal} from '../../project/database/answers.ts';
import {canRollBackSchema} from '../../project/database/dialect.ts';
import {type Engine, inTransaction, queryIn} from '../engine/engine.ts';
import type {Step} from '../graph/plan.ts';
import {dropInvalidIndex} from '../unfinished/concurrent-index.ts';
import {commit, commitsImplicitly, committedStatements, Failure} from '../unfinished/failure.ts';
import {Progress, type Unfinished} from '../unfinished/progress.ts';
import {sendAgain, verifyMayRunAgain} from '../unfinished/send-again.ts';
import type {LockWaits} from '../waiting/lock-waits.ts';

export interface SenderOptions {
	step: Step;
	/** Undefined when the migration wants none. */
	transaction: unknown;
	waits: LockWaits;
	/** What an earlier run left of it. */
	unfinished?: Unfinished;
	/** @throws CommandError when the lock of the run is lost */
	verifyLock(): Promise<void>;
}

const changesRowsOnly = /^\s*(?:insert|update|delete|replace|merge)\b/i;
const readsOnly = /^\s*(?:select|show|pragma|explain)\b/i;

/** Sends a migration's statements, and notes how far it is where the database cannot undo them. */
export class StatementSender {
	readonly #engine: Engine;
	readonly #options: SenderOptions;
	/** Undefined where a rollback undoes everything. */
	readonly #progress: Progress | undefined;
	readonly #sent: string[] = [];

	constructor(engine: Engine, options: SenderOptions) {
		this.#engine = engine;
		this.#options = options;
		const {step, transaction, unfinished} = options;
		if (transaction && canRollBackSchema(engine.driverName)) return;
		const makesTable = engine.driverName === 'sqlite';
		this.#progress = new Progress(step, makesTable, queryIn(engine, transaction));
		if (unfinished) this.#progress.resume(unfinished);
	}

	/** How many statements an earlier run has sent. */
	get from(): number {
		return this.#options.unfinished?.done ?? 0;
	}

	/** @throws CommandError `changed-since`, `cannot-resume` */
	start(statements: string[]): void {
		const {unfinished} = this.#options;
		if (unfinished) verifyUnchanged(unfinished, statements);
		const next = statements[this.from];
		if (next !== undefined && this.#mayBeDone(next)) verifyMayRunAgain(unfinished!, next);
		if (this.#progress) this.#progress.statements = statements;
		this.#sent.push(...statements.slice(0, this.from));
	}

	/** A migration that cannot be undone is not interrupted halfway, either. */
	get canBeUndone(): boolean {
		return committedStatements({...this.#place, sql: '', sent: this.#all}).length === 0;
	}

	async send(sql: string): Promise<void> {
		const {transaction} = this.#options;
		const done = this.#sent.length;
		if (!this.#progress) await this.#execute(sql, transaction);
		else if (!transaction && changesRowsOnly.test(sql)) {
			await this.#sendWithNote(sql, done, this.#progress);
		} else await this.#sendBetweenNotes(sql, done, this.#progress);
		this.#sent.push(sql);
	}

	/** @param statement from 1; 0 when it was none, and `sql` says where it happened instead */
	failure(statement: number, sql: string, error: unknown): Failure {
		const sent = statement > 0 || sql === commit ? this.#all : (this.#progress?.code ?? []);
		return new Failure(this.#options.step, {...this.#place, statement, sql, sent}, error);
	}

	/** The driver for the migration's own code. What the code sends is noted: it cannot be resumed halfway. */
	observed(driver: any): any {
		const progress = this.#progress;
		if (!progress) return driver;
		const execute = async (query: unknown, ...rest: unknown[]) => {
			const sql = this.#engine.textOf(query);
			if (readsOnly.test(sql)) return driver.execute(query, ...rest);
			await this.#options.verifyLock();
			await progress.sendsCode(sql);
			const beginAgain = () => (commitsImplicitly(sql) ? this.#beginAgain() : undefined);
			try {
				const answer = await this.#untilLocked(() => driver.execute(query, ...rest));
				await beginAgain();
				return answer;
			} catch (error) {
				if (!isRefusal(error)) throw error;
				progress.codeWasRefused();
				await beginAgain();
				throw error;
			}
		};
		return new Proxy(driver, {
			get: (target, key) => (key === 'execute' ? execute : Reflect.get(target, key)),
		});
	}

	/** All statements have run. */
	async finish(transaction: unknown): Promise<void> {
		await this.#progress?.finish(queryIn(this.#engine, transaction));
	}

	/** To be called after a failure, when every transaction is rolled back. */
	async noteFailure(error: unknown): Promise<void> {
		if (!(error instanceof Failure)) return;
		await this.#progress?.fail(error, queryIn(this.#engine, undefined));
	}

	get #place() {
		return {transaction: this.#options.transaction, driver: this.#engine.driverName};
	}

	/** The statements, after what the migration's own code sent if that is committed. */
	get #all(): string[] {
		return [...(this.#progress?.code ?? []), ...this.#sent];
	}

	/** Whether an earlier run sent it and got no answer. A person may have changed the file since. */
	#mayBeDone(sql: string): boolean {
		const {unfinished} = this.#options;
		if (!unfinished?.running || this.#sent.length !== this.from) return false;
		return unfinished.statements[this.from] === sql;
	}

	/** Rows and the note about them are written together, so that no statement is in doubt. */
	async #sendWithNote(sql: string, done: number, progress: Progress): Promise<void> {
		await this.#options.verifyLock();
		await progress.ran(done);
		await this.#inLimits(async transaction => {
			await this.#sendTo(transaction, sql);
			await progress.writes(done + 1, queryIn(this.#engine, transaction));
		});
		progress.committed(done + 1);
	}

	async #sendBetweenNotes(sql: string, done: number, progress: Progress): Promise<void> {
		const {transaction} = this.#options;
		if (transaction && !commitsImplicitly(sql)) return void (await this.#execute(sql, transaction));
		const mayBeDone = this.#mayBeDone(sql);
		await this.#options.verifyLock();
		await progress.sends(done);
		if (this.#engine.driverName === 'postgresql') await dropInvalidIndex(this.#engine, sql);
		if (mayBeDone) await this.#sendAgain(sql);
		else await this.#sendOnce(sql, progress);
		await progress.ran(done + 1);
		await this.#beginAgain();
	}

	async #sendOnce(sql: string, progress: Progress): Promise<void> {
		try {
			await this.#execute(sql, this.#options.transaction);
		} catch (error) {
			if (isRefusal(error)) progress.refused();
			throw error;
		}
	}

	#sendAgain(sql: string): Promise<void> {
		const {transaction} = this.#options;
		const query = queryIn(this.#engine, transaction);
		return sendAgain(sql, () => this.#execute(sql, transaction), this.#engine.driverName, query);
	}

	/** MySQL has ended the transaction with the change of the schema. */
	async #beginAgain(): Promise<void> {
		const {transaction} = this.#options;
		if (transaction) await this.#execute('start transaction', transaction);
	}

	/** Where a rollback ends more than the statement, all of the transaction is tried again. */
	#execute(sql: string, transaction: unknown): Promise<unknown> {
		if (transaction) {
			const send = () => this.#sendTo(transaction, sql);
			return this.#options.waits.triesStatementsAgain ? this.#untilLocked(send) : send();
		}
		const isOnServer = this.#engine.driverName !== 'sqlite';
		const isInTransaction = this.#sent.some(begins) || begins(sql);
		if (isOnServer && changesSchema(sql) && !isInTransaction)
			return this.#inLimits(own => this.#sendTo(own, sql));
		return this.#untilLocked(() => this.#sendTo(undefined, sql));
	}

	/** The limits of a statement without a transaction of its migration are those of one of its own. */
	#inLimits(work: (transaction: unknown) => Promise<unknown>): Promise<unknown> {
		const {waits} = this.#options;
		return this.#untilLocked(() =>
			inTransaction(this.#engine, async transaction => {
				await waits.limit(transaction);
				await work(transaction);
				await waits.unlimit(transaction);
			}),
		);
	}

	#untilLocked<T>(send: () => Promise<T>): Promise<T> {
		return this.#options.waits.retry(send, () => this.canBeUndone);
	}

	#sendTo(transaction: unknown, sql: string): Promise<unknown> {
		return this.#engine.connection.execute(sql, [], 'run', transaction);
	}
}

/** A change of the schema that may be in a transaction. */
function changesSchema(sql: string): boolean {
	return (
		/^\s*(?:alter|create|drop|truncate|rename|comment|refresh|cluster)\b/i.test(sql) &&
		!/\bconcurrently\b|^\s*(?:\w+\s+(?:database|tablespace|system|subscription)|cluster\s*;?\s*$)\b/i.test(
			sql,
		)
	);
}

/** A migration without a transaction may begin its own. */
function begins(sql: string): boolean {
	return /^\s*(?:begin|start|set|lock)\b/i.test(sql);
}

/** @throws CommandError `changed-since` */
function verifyUnchanged({migration, statements, done}: Unfinished, now: string[]): void {
	const changed = statements.slice(0, done).findIndex((sql, index) => sql !== now[index]);
	if (changed < 0) return;
	throw new CommandError(
		`Statement ${changed + 1} of ${migration} has changed since it ran. It was: ${statements[changed]}`,
		{
			code: 'changed-since',
			hint: 'Restore it to resume after it, or undo by hand what ran and use --start-over.',
			ways: [ways.startOver],
		},
	);
}
