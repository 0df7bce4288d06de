import type {Database} from '../project/database.ts';
import {quoteName} from './recorder.ts';

/** What a statement would destroy. */
export interface Hazard {
	/** One sentence. */
	warning: string;
	/** True when rows are there that would lose something. */
	losesData: boolean;
}

const name = '([`"\\w.$-]+)';
const dropTable = new RegExp(`^\\s*drop\\s+table\\s+(?:if\\s+exists\\s+)?${name}`, 'i');
const dropColumn = /\bdrop\s+column\s+(?:if\s+exists\s+)?([`"\w$-]+)/gi;
const alterTable = new RegExp(`^\\s*alter\\s+table\\s+(?:if\\s+exists\\s+)?${name}`, 'i');
const renameTable = new RegExp(`^\\s*alter\\s+table\\s+${name}\\s+rename\\s+to\\s+${name}`, 'i');
const renameColumn = new RegExp(
	`^\\s*alter\\s+table\\s+${name}\\s+rename\\s+column\\s+${name}\\s+to\\s+${name}`,
	'i',
);
const copyRows = new RegExp(
	`^\\s*insert\\s+into\\s+${name}.*?\\bselect\\b(.*)\\bfrom\\s+${name}`,
	'is',
);

/**
 * Reads the statements of a plan in their order, and looks at the tables as they are now: a table
 * that an earlier statement renames is found under its old name.
 */
export class HazardFinder {
	readonly #database: Database | undefined;
	/** The name that a table or column has now, by the one that it has at this point of the plan. */
	readonly #tables = new Map<string, string>();
	readonly #columns = new Map<string, string>();

	/** @param database undefined when there is none yet: then there is nothing to lose */
	constructor(database: Database | undefined) {
		this.#database = database;
	}

	/** The hazards of one migration. */
	async find(sql: string[]): Promise<Hazard[]> {
		const hazards: Hazard[] = [];
		for (const [index, statement] of sql.entries()) {
			hazards.push(...(await this.#lostTable(statement, sql.slice(index + 1))));
			hazards.push(...(await this.#lostColumns(statement)));
			this.#followRename(statement);
		}
		return hazards;
	}

	/** A table that is dropped; not one in whose place its rebuilt copy is put. */
	async #lostTable(statement: string, later: string[]): Promise<Hazard[]> {
		const table = bare(dropTable.exec(statement)?.[1]);
		if (table === undefined) return [];
		if (later.some(next => bare(renameTable.exec(next)?.[2]) === table)) return [];
		const rows = await this.#rowsOf(table);
		if (rows === undefined) return [];
		const content = rows === 0 ? 'It is empty' : `${rows} row(s) would be lost`;
		return [{warning: `Drops the table ${table}. ${content}.`, losesData: rows > 0}];
	}

	async #lostColumns(statement: string): Promise<Hazard[]> {
		const altered = bare(alterTable.exec(statement)?.[1]);
		if (altered !== undefined) {
			const dropped = [...statement.matchAll(dropColumn)].map(match => bare(match[1])!);
			return this.#columnHazards(altered, dropped);
		}
		const copy = copyRows.exec(statement);
		if (!copy || bare(copy[1]) !== `${bare(copy[3])}__temp_alter`) return [];
		const table = bare(copy[3])!;
		const kept = new Set(copy[2]!.match(/[\w$-]+/g));
		const columns = await this.#columnsOf(table);
		return this.#columnHazards(
			table,
			columns.filter(column => !kept.has(column)),
		);
	}

	async #columnHazards(table: string, columns: string[]): Promise<Hazard[]> {
		if (columns.length === 0) return [];
		const rows = await this.#rowsOf(table);
		if (rows === undefined) return [];
		return columns.map(column => ({
			warning: `Drops the column ${column} of ${table}. ${rows === 0 ? 'The table is empty' : `Its values in ${rows} row(s) would be lost`}.`,
			losesData: rows > 0,
		}));
	}

	#followRename(statement: string): void {
		const table = renameTable.exec(statement);
		if (table && !bare(table[1])!.endsWith('__temp_alter')) {
			this.#tables.set(bare(table[2])!, this.#nameNow(bare(table[1])!));
		}
		const column = renameColumn.exec(statement);
		if (column) this.#columns.set(`${bare(column[1])}.${bare(column[2])}`, bare(column[3])!);
	}

	#nameNow(table: string): string {
		return this.#tables.get(table) ?? table;
	}

	/** @returns undefined when there is no such table now */
	async #rowsOf(table: string): Promise<number | undefined> {
		if (!this.#database) return undefined;
		const quoted = quoteName(this.#nameNow(table), this.#database.dialect);
		try {
			const [row] = await this.#database.query(`select count(*) as count from ${quoted}`);
			return Number(row!.count);
		} catch {
			return undefined;
		}
	}

	/** The columns of a SQLite table, under the names that they have at this point of the plan. */
	async #columnsOf(table: string): Promise<string[]> {
		const sql = 'select name from pragma_table_info(?)';
		const rows = (await this.#database?.query(sql, [this.#nameNow(table)])) ?? [];
		return rows.map(row => this.#columns.get(`${table}.${row.name}`) ?? row.name);
	}
}

/** Without quotes and schema. */
function bare(quoted: string | undefined): string | undefined {
	return quoted?.replace(/[`"]/g, '').split('.').pop();
}
