import type {Database} from '../../project/database/database.ts';
import {quoteName} from '../record/recorder.ts';
import type {Act} from './effect.ts';

export interface ExistingColumn {
	/** As the database spells it, in lower case: `character varying(255)`. */
	type: string;
	nullable: boolean;
}

/**
 * The tables as they are now, asked for by the names that they have at this point of a plan: what an
 * earlier statement renames is found under its old name.
 */
export class Tables {
	readonly #database: Database | undefined;
	/** The name that a table has now, by the one that it has at this point. */
	readonly #names = new Map<string, string>();
	/** The same of columns, by `table.column`. */
	readonly #columns = new Map<string, string>();
	readonly #counts = new Map<string, number | undefined>();

	/** @param database undefined when there is none yet: then there is nothing to lose */
	constructor(database: Database | undefined) {
		this.#database = database;
	}

	get dialect(): Database['dialect'] | undefined {
		return this.#database?.dialect;
	}

	follow(act: Act): void {
		if (act.kind === 'rename-table') {
			this.#names.set(act.to, this.#names.get(act.table) ?? act.table);
		}
		if (act.kind === 'rename-column') {
			const {table, column, to} = act;
			this.#columns.set(`${table}.${to}`, this.#columns.get(`${table}.${column}`) ?? column);
		}
	}

	/** @returns undefined when there is no such table now */
	async rowsOf(table: string): Promise<number | undefined> {
		const now = this.#names.get(table) ?? table;
		if (!this.#counts.has(now)) this.#counts.set(now, await this.count(table, 'true'));
		return this.#counts.get(now);
	}

	/** @returns undefined when it cannot be asked */
	async count(table: string, condition: string): Promise<number | undefined> {
		const where = condition === 'true' ? '' : ` where ${condition}`;
		const from = this.#quoted(table);
		return this.#number(`select count(*) as count from ${from}${where}`);
	}

	/** How many values occur more than once. */
	async duplicates(table: string, columns: string[]): Promise<number> {
		const names = columns.map(column => this.quoted(table, column));
		const filled = names.map(name => `${name} is not null`).join(' and ');
		const groups = `select 1 as one from ${this.#quoted(table)} where ${filled} group by ${names.join(', ')} having count(*) > 1`;
		return (await this.#number(`select count(*) as count from (${groups}) as repeated`)) ?? 0;
	}

	/** A column's name as it is now, for a condition. */
	quoted(table: string, column: string): string {
		return quoteName(this.#columns.get(`${table}.${column}`) ?? column, this.dialect ?? 'sqlite');
	}

	/** By the names that they have at this point. */
	async columnsOf(table: string): Promise<Map<string, ExistingColumn>> {
		const later = new Map(
			[...this.#columns]
				.filter(([key]) => key.startsWith(`${table}.`))
				.map(([key, now]) => [now, key.slice(table.length + 1)]),
		);
		const rows = await this.#ask(
			this.dialect === 'sqlite' ? columnsOfSqlite : columnsOfServer(this.dialect),
			[this.#names.get(table) ?? table],
		);
		return new Map(
			rows.map(({name, type, nullable}) => [
				later.get(name) ?? name,
				{type: String(type).toLowerCase(), nullable: Number(nullable) === 1},
			]),
		);
	}

	/** Of SQLite: the triggers of a table and the views that name it. */
	async bystanders(table: string): Promise<string[]> {
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

	/** A table or column that is not there yet is no hazard. */
	async #ask(sql: string, values: unknown[] = []): Promise<Record<string, any>[]> {
		try {
			return (await this.#database?.query(sql, values)) ?? [];
		} catch {
			return [];
		}
	}
}

const columnsOfSqlite =
	'select name, type, case when "notnull" = 0 and pk = 0 then 1 else 0 end as nullable from pragma_table_xinfo(?)';

function columnsOfServer(dialect: Database['dialect'] | undefined): string {
	const nullable = "case when is_nullable = 'YES' then 1 else 0 end as nullable";
	if (dialect !== 'postgresql') {
		return `select column_name as name, column_type as type, ${nullable} from information_schema.columns where table_name = ? and table_schema = database()`;
	}
	return `select column_name as name, data_type || coalesce('(' || character_maximum_length || ')', '') as type, ${nullable} from information_schema.columns where table_name = ? and table_schema = any (current_schemas(false))`;
}

function escaped(text: string): string {
	return text.replace(/[$.*+?^()[\]{}|\\-]/g, '\\$&');
}
