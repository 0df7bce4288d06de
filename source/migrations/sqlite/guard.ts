import {actsOf} from '../hazards/statement-effects.ts';
import {setAside} from './dependent-objects.ts';
import {watchForeignKeys} from './foreign-keys.ts';
import {keepCounters, keepTableOptions} from './table-options.ts';

/** Asks inside of the migration's transaction. */
type Query = (sql: string) => Promise<any[]>;

/** No row is in a table that was not there, and none changes for an index. */
const touchesNoRow = /^\s*create\s+(?:table\s+(?!if\b)|(?:unique\s+)?index\b)(?!.*\bselect\b)/is;

/**
 * SQLite looks at no foreign key while a migration runs, and a table is rebuilt where another database
 * would alter it: this looks at the keys in its place, and keeps what a rebuild would take along.
 */
export class SqliteGuard {
	readonly #query: Query;
	readonly #quote: (name: string) => string;
	#newlyBroken: (() => Promise<string | undefined>) | undefined;

	constructor(query: Query, quote: (name: string) => string) {
		this.#query = query;
		this.#quote = quote;
	}

	/** @param statements all that will be run; undefined where code may run others */
	async watchKeys(statements: string[] | undefined): Promise<void> {
		this.#newlyBroken = statements?.every(sql => touchesNoRow.test(sql))
			? () => this.#lookAtNewTables(statements)
			: await watchForeignKeys(this.#query);
	}

	/** @returns what is broken now and was not before, in one sentence */
	async brokenKeys(): Promise<string | undefined> {
		return this.#newlyBroken?.();
	}

	/** They are empty; SQLite throws where a key refers to what is no key. */
	async #lookAtNewTables(statements: string[]): Promise<undefined> {
		const withKeys = statements.filter(sql => /\breferences\b/i.test(sql));
		for (const act of withKeys.flatMap(actsOf)) {
			if (act.kind !== 'create-table') continue;
			await this.#query(`pragma foreign_key_check(${this.#quote(act.table)})`);
		}
	}

	/** @returns the statements as they are to be run */
	async keepingOptions(statements: string[]): Promise<string[]> {
		return mayRebuild(statements) ? keepTableOptions(statements, this.#query) : statements;
	}

	/** @returns puts back what the statements took along */
	async setAside(statements: string[]): Promise<(() => Promise<void>) | undefined> {
		if (!mayRebuild(statements)) return undefined;
		const counters = await keepCounters(statements, this.#query);
		const bystanders = await setAside(statements, this.#query, this.#quote);
		return async () => {
			await bystanders?.();
			await counters?.();
		};
	}
}

/** A rebuilt table takes the name of the old one in the end. */
function mayRebuild(statements: string[]): boolean {
	return statements.some(sql => /\brename\b/i.test(sql));
}
