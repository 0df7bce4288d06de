import type {LiteralBody, LiteralMethod} from './literal-body.ts';
import type {MigrationFile} from './loader.ts';
import {noStatements} from './migration-source.ts';
import {readingOf} from './reading.ts';

/**
 * @param driver MikroORM's, or what has the name of its class
 * @returns undefined for a migration that runs code
 */
export function literalMigration(
	file: MigrationFile,
	driver: unknown,
): LiteralMigration | undefined {
	const literal = readingOf(file)?.literal;
	return literal && new LiteralMigration(literal, driver as object);
}

/** Has as much of MikroORM's Migration as the executor needs. */
export class LiteralMigration {
	/** Says that it runs no code. */
	readonly isLiteral = true;
	readonly #literal: LiteralBody;
	readonly #driver: object;
	#queries: string[] = [];

	constructor(literal: LiteralBody, driver: object) {
		this.#literal = literal;
		this.#driver = driver;
	}

	get isReversible(): boolean {
		return this.#literal.down !== undefined;
	}

	up(): void {
		this.#send(this.#literal.up);
	}

	down(): void {
		const {down} = this.#literal;
		if (!down) throw new Error('This migration cannot be reverted');
		this.#send(down);
	}

	#send({statements, refusal}: LiteralMethod): void {
		const {name} = this.#driver.constructor;
		const own = Array.isArray(statements) ? statements : statements[name];
		this.#queries.push(...(own ?? []).slice(0, refusal?.after));
		if (refusal) throw new Error(refusal.text);
		if (!own) throw new Error(`${noStatements}${name} here.`);
	}

	reset(): void {
		this.#queries = [];
	}

	getQueries(): string[] {
		return this.#queries;
	}

	isTransactional(): boolean {
		return this.#literal.isTransactional;
	}

	setTransactionContext(): void {}
}
