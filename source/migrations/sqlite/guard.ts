import type {Query, Row} from '../../project/database/database.ts';
import {plural} from '../../words/plural.ts';
import {partsOfName} from '../sql/names.ts';
import {effectsOf} from '../sql/statements.ts';
import {setAside} from './dependent-objects.ts';
import {keepCounters, keepTableOptions} from './table-options.ts';

/** A new table has no rows, and an index changes none. */
const changesNoRow = /^\s*create\s+(?:table\s+(?!if\b)|(?:unique\s+)?index\b)(?!.*\bselect\b)/is;

/**
 * While a migration runs, SQLite enforces no foreign keys, and rebuilds a table where another database
 * would alter it. The guard checks the keys instead, and keeps what a rebuild would lose.
 */
export class SqliteGuard {
	readonly #query: Query;
	readonly #quote: (name: string) => string;
	#newViolations: (() => Promise<string | undefined>) | undefined;

	/** @param query asks inside of the migration's transaction */
	constructor(query: Query, quote: (name: string) => string) {
		this.#query = query;
		this.#quote = quote;
	}

	/** @param statements all that will be run; undefined where code may run others */
	async watchKeys(statements: string[] | undefined): Promise<void> {
		this.#newViolations = statements?.every(sql => changesNoRow.test(sql))
			? () => this.#checkNewTables(statements)
			: await watchForeignKeys(this.#query);
	}

	/** @returns which rows violate a foreign key now and did not before, in one sentence */
	async brokenKeys(): Promise<string | undefined> {
		return this.#newViolations?.();
	}

	/** They are empty, but SQLite throws where a foreign key refers to columns that are no key. */
	async #checkNewTables(statements: string[]): Promise<undefined> {
		const withKeys = statements.filter(sql => /\breferences\b/i.test(sql));
		for (const effect of withKeys.flatMap(sql => effectsOf(sql, 'sqlite'))) {
			if (effect.kind !== 'create-table') continue;
			await this.#query(`pragma foreign_key_check(${this.#quote(partsOfName(effect.table).own)})`);
		}
	}

	/** @returns the statements as they are to be run */
	async keepingOptions(statements: string[]): Promise<string[]> {
		return mayRebuild(statements) ? keepTableOptions(statements, this.#query) : statements;
	}

	/** @returns puts back what the statements lose */
	async setAside(statements: string[]): Promise<(() => Promise<void>) | undefined> {
		if (!mayRebuild(statements)) return undefined;
		const counters = await keepCounters(statements, this.#query);
		const objects = await setAside(statements, this.#query, this.#quote);
		return async () => {
			await objects?.();
			await counters?.();
		};
	}
}

/** A rebuilt table takes the name of the old one in the end. */
function mayRebuild(statements: string[]): boolean {
	return statements.some(sql => /\brename\b/i.test(sql));
}

/**
 * Notes which rows violate a foreign key already.
 * @returns says which rows violate one since then, in one sentence; undefined when none do
 */
async function watchForeignKeys(query: Query): Promise<() => Promise<string | undefined>> {
	const check = 'pragma foreign_key_check';
	const before = new Set((await query(check)).map(violationKey));
	return async () => {
		const broken = (await query(check)).filter(row => !before.has(violationKey(row)));
		if (broken.length === 0) return undefined;
		const {table, rowid, parent} = broken[0]!;
		return `${plural(broken.length, 'row')} would refer to rows that do not exist, the first one in ${table} (rowid ${rowid}) to ${parent}.`;
	};
}

function violationKey({table, rowid, parent, fkid}: Row): string {
	return `${table}:${rowid}:${parent}:${fkid}`;
}
