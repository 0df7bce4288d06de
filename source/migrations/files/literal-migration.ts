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
	return literal && new LiteralMigration(literal, driver as object, leftOut(literal, file));
}

/**
 * @param driverClass the name of the class of MikroORM's driver
 * @param leftOut a table whose statements are left out
 * @returns what is sent, and the error that is thrown then
 */
export function statementsOn(
	{statements, refusal}: LiteralMethod,
	driverClass: string,
	leftOut?: string,
): {sent: string[]; error?: string} {
	const own = Array.isArray(statements) ? statements : statements[driverClass];
	const sent = (own ?? [])
		.slice(0, refusal?.after)
		.filter(sql => leftOut === undefined || !sql.includes(leftOut));
	const missing = own ? undefined : `${noStatements}${driverClass} here.`;
	return {sent, error: refusal?.text ?? missing};
}

/** The table whose statements are left out, if the project has an entity in its place. */
export function leftOut(
	{replaceable}: LiteralBody,
	{replacedTable}: Pick<MigrationFile, 'replacedTable'>,
): string | undefined {
	return replaceable === replacedTable ? replaceable : undefined;
}

/** Has as much of MikroORM's Migration as the executor needs. */
export class LiteralMigration {
	/** Says that it runs no code. */
	readonly isLiteral = true;
	readonly #literal: LiteralBody;
	readonly #driver: object;
	readonly #leftOut: string | undefined;
	#queries: string[] = [];

	/** @param leftOut a table whose statements are left out */
	constructor(literal: LiteralBody, driver: object, leftOut?: string) {
		this.#literal = literal;
		this.#leftOut = leftOut;
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

	#send(method: LiteralMethod): void {
		const {sent, error} = statementsOn(method, this.#driver.constructor.name, this.#leftOut);
		this.#queries = this.#queries.concat(sent);
		if (error !== undefined) throw new Error(error);
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
