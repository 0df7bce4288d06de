import type {Database} from '../../project/database/database.ts';
import {quoteName} from '../../project/database/dialect.ts';
import type {Effect} from './effect.ts';
import {type ExistingColumn, existingColumn, selectColumns} from './existing-columns.ts';

/**
 * The tables as they are now, under the names that they have at this point of a plan: a table that an
 * earlier statement renames is found by its new name.
 */
export class Tables {
	readonly #database: Database | undefined;
	/** The current name of a table, by its name at this point of the plan. */
	readonly #names = new Map<string, string>();
	/** The current name of a column, by `table.column` at this point. */
	readonly #columns = new Map<string, string>();
	readonly #counts = new Map<string, number | undefined>();

	/** @param database undefined when it does not exist yet: then there is nothing to lose */
	constructor(database: Database | undefined) {
		this.#database = database;
	}

	get dialect(): Database['dialect'] | undefined {
		return this.#database?.dialect;
	}

	follow(effect: Effect): void {
		if (effect.kind === 'rename-table') {
			this.#names.set(effect.to, this.#names.get(effect.table) ?? effect.table);
		}
		if (effect.kind === 'rename-column') {
			const {table, column, to} = effect;
			this.#columns.set(`${table}.${to}`, this.#columns.get(`${table}.${column}`) ?? column);
		}
	}

	/** @returns undefined when the table does not exist now */
	async rowsOf(table: string): Promise<number | undefined> {
		const now = this.#names.get(table) ?? table;
		if (!this.#counts.has(now)) this.#counts.set(now, await this.count(table, 'true'));
		return this.#counts.get(now);
	}

	/** @returns undefined when the database cannot say */
	async count(table: string, condition: string): Promise<number | undefined> {
		const where = condition === 'true' ? '' : ` where ${condition}`;
		const from = this.#quoted(table);
		return this.#number(`select count(*) as count from ${from}${where}`);
	}

	/** @returns how many values occur more than once */
	async duplicates(table: string, columns: string[]): Promise<number> {
		const names = columns.map(column => this.quoted(table, column));
		const filled = names.map(name => `${name} is not null`).join(' and ');
		const groups = `select 1 as one from ${this.#quoted(table)} where ${filled} group by ${names.join(', ')} having count(*) > 1`;
		return (await this.#number(`select count(*) as count from (${groups}) as repeated`)) ?? 0;
	}

	/** A column's current name, for a condition. */
	quoted(table: string, column: string): string {
		return quoteName(this.#columns.get(`${table}.${column}`) ?? column, this.dialect ?? 'sqlite');
	}

	/** By their names at this point. */
	async columnsOf(table: string): Promise<Map<string, ExistingColumn>> {
		const later = new Map(
			[...this.#columns]
				.filter(([key]) => key.startsWith(`${table}.`))
				.map(([key, now]) => [now, key.slice(table.length + 1)]),
		);
		const rows = await this.#ask(selectColumns(this.dialect), [this.#names.get(table) ?? table]);
		return new Map(rows.map(row => [later.get(row.name) ?? row.name, existingColumn(row)]));
	}

	/** On SQLite: the triggers of a table and the views that name it, as `trigger NAME`. */
	async dependents(table: string): Promise<string[]> {
		const now = this.#names.get(table) ?? table;
		const rows = await this.#ask(
			"select type, name, tbl_name, sql from sqlite_master where type in ('trigger', 'view')",
		);
		return rows
			.filter(
				({tbl_name, sql}) => tbl_name === now || new RegExp(`\\b${escaped(now)}\\b`).test(sql),
			)
			.map(({type, name}) => `${type} ${name}`);
	}

	#quoted(table: string): string {
		return quoteName(this.#names.get(table) ?? table, this.dialect ?? 'sqlite');
	}

	async #number(sql: string): Promise<number | undefined> {
		const [row] = await this.#ask(sql);
		return row && Number(row.count);
	}

	/** A table or column that does not exist yet is no hazard. */
	async #ask(sql: string, values: unknown[] = []): Promise<Record<string, any>[]> {
		try {
			return (await this.#database?.query(sql, values)) ?? [];
		} catch {
			return [];
		}
	}
}

function escaped(text: string): string {
	return text.replace(/[$.*+?^()[\]{}|\\-]/g, '\\$&');
}
