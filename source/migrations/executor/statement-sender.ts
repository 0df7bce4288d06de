import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {canRollBackSchema} from '../../project/database/dialect.ts';
import {type Engine, queryIn} from '../engine/engine.ts';
import type {Step} from '../graph/plan.ts';
import {dropInvalidIndex} from '../unfinished/concurrent-index.ts';
import {commitsImplicitly, committedStatements, Failure} from '../unfinished/failure.ts';
import {Progress, type Unfinished} from '../unfinished/progress.ts';
import {sendAgain} from '../unfinished/send-again.ts';

export interface SenderOptions {
	step: Step;
	/** Undefined when the migration wants none. */
	transaction: unknown;
	/** What an earlier run left of it. */
	unfinished?: Unfinished;
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

	/** @throws CommandError `changed-since` */
	start(statements: string[]): void {
		const {unfinished} = this.#options;
		if (unfinished) verifyUnchanged(unfinished, statements);
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
		const sent = statement > 0 ? this.#all : (this.#progress?.code ?? []);
		return new Failure(this.#options.step, {...this.#place, statement, sql, sent}, error);
	}

	/** The driver for the migration's own code. What the code sends is noted: it cannot be resumed halfway. */
	observed(driver: any): any {
		const progress = this.#progress;
		if (!progress) return driver;
		const execute = async (query: unknown, ...rest: unknown[]) => {
			const sql = this.#engine.textOf(query);
			if (!readsOnly.test(sql)) await progress.sendsCode(sql);
			const answer = await driver.execute(query, ...rest);
			if (commitsImplicitly(sql)) await this.#beginAgain();
			return answer;
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

	/** Rows and the note about them are written together, so that no statement is in doubt. */
	async #sendWithNote(sql: string, done: number, progress: Progress): Promise<void> {
		await progress.ran(done);
		await this.#engine.connection.transactional(async transaction => {
			await this.#execute(sql, transaction);
			await progress.ran(done + 1, queryIn(this.#engine, transaction));
		});
	}

	async #sendBetweenNotes(sql: string, done: number, progress: Progress): Promise<void> {
		const {transaction, unfinished} = this.#options;
		const isCommitted = !transaction || commitsImplicitly(sql);
		const mayBeDone = unfinished?.running === true && done === this.from;
		if (isCommitted) await progress.sends(done);
		if (this.#engine.driverName === 'postgresql') await dropInvalidIndex(this.#engine, sql);
		if (mayBeDone) await sendAgain(sql, () => this.#execute(sql, transaction));
		else await this.#execute(sql, transaction);
		if (!isCommitted) return;
		await progress.ran(done + 1);
		await this.#beginAgain();
	}

	/** MySQL has ended the transaction with the change of the schema. */
	async #beginAgain(): Promise<void> {
		const {transaction} = this.#options;
		if (transaction) await this.#execute('start transaction', transaction);
	}

	#execute(sql: string, transaction: unknown): Promise<unknown> {
		return this.#engine.connection.execute(sql, [], 'run', transaction);
	}
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
