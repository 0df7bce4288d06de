import {readFileSync} from 'node:fs';
import type {MigrationFile} from './loader.ts';

/** What a migration sends, either way. */
interface Statements {
	up: string[];
	down: string[];
}

/** The parts of a literal migration's text in which it differs from any other. */
export interface LiteralParts {
	name: string;
	/** What stands between the backticks. */
	up: string[];
	down: string[];
}

/** What stands between backticks is all text; written so that a long one is read in one go. */
const quoted = '[^`\\\\$]*(?:(?:\\\\[`\\\\$]|\\$(?!\\{))[^`\\\\$]*)*';
const call = (text: string) => `    this\\.addSql\\(\`${text}\`\\);\\n`;
const text = "'[^'\\\\\\n]*'";
const list = `\\[(?:${text}(?:, ${text})*)?\\];`;
const body = `(?:${call(quoted)})*`;
const shape = new RegExp(
	`^import \\{ Migration \\} from '@mikro-orm/migrations';

(?:// [^\\n\\u2028\\u2029]*\\n)*export default class extends Migration \\{
  override name = (?<name>${text});
  static dependencies = ${list}
(?:  static replaces = ${list}
)?
  override up\\(\\) \\{
(?<up>${body})  \\}

  override down\\(\\) \\{
(?<down>${body})  \\}
\\}
$`,
);
const callsOf = new RegExp(call(`(${quoted})`), 'g');

/**
 * The parts of a migration of just the shape that the writer gives it, and of no other character more:
 * such a text can mean nothing but what it says. Any other has to be imported.
 * @returns undefined when it is another file
 */
export function literalParts(source: string): LiteralParts | undefined {
	// A template takes a carriage return for a line's end.
	const parts = source.includes('\r') ? undefined : shape.exec(source)?.groups;
	if (!parts) return undefined;
	return {name: parts.name!, up: textsOf(parts.up!), down: textsOf(parts.down!)};
}

/** What a literal migration sends. */
export function literalStatements(source: string): Statements | undefined {
	const parts = literalParts(source);
	const plain = (text: string) => text.replace(/\\([`\\$])/g, '$1');
	return parts && {up: parts.up.map(plain), down: parts.down.map(plain)};
}

function textsOf(calls: string): string[] {
	return [...calls.matchAll(callsOf)].map(([, text]) => text!);
}

const known = new WeakMap<MigrationFile, Statements | undefined>();

/** The same of a file, which is read once: what was planned is what runs. */
export function literalOf(file: MigrationFile): Statements | undefined {
	if (file.migration) return undefined;
	if (!known.has(file)) {
		known.set(file, literalStatements(file.source ?? readFileSync(file.path, 'utf8')));
	}
	return known.get(file);
}

/** @throws TypeError when it is not literal */
export function literalMigration(file: MigrationFile): LiteralMigration {
	const statements = literalOf(file);
	if (!statements) throw new TypeError(`${file.id} is not literal.`);
	return new LiteralMigration(statements);
}

/** Stands for an instance of MikroORM's Migration, as far as the executor asks for one. */
export class LiteralMigration {
	/** For the executor, which need not wait for surprises: it runs no code. */
	readonly isLiteral = true;
	readonly #statements: Statements;
	#queries: string[] = [];

	constructor(statements: Statements) {
		this.#statements = statements;
	}

	up(): void {
		this.#queries.push(...this.#statements.up);
	}

	down(): void {
		this.#queries.push(...this.#statements.down);
	}

	reset(): void {
		this.#queries = [];
	}

	getQueries(): string[] {
		return this.#queries;
	}

	isTransactional(): boolean {
		return true;
	}

	setTransactionContext(): void {}
}
