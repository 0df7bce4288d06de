import {messageOf} from '../../../errors/command-error.ts';
import type {Database, Row} from '../../../project/database/database.ts';
import {quotePart} from '../../../project/database/dialect.ts';
import type {Effect, RowCount} from '../../sql/effect.ts';
import {partsOfName, type QualifiedName} from '../../sql/names.ts';
import {askBriefly, estimateOfMany, isMissingTable} from './brief-queries.ts';
import {Catalog} from './catalog.ts';
import {type Count, mayBeSome, Uncounted} from './count.ts';
import {
	ExistingColumns,
	existingColumn,
	selectColumns,
	selectUniqueIndexes,
} from './existing-columns.ts';

/**
 * The tables as they are now, under the names that they have at this point of a plan: a table that an
 * earlier statement renames is found by its new name.
 */
export class Tables {
	readonly #database: Database | undefined;
	readonly catalog: Catalog;
	/** The current name of a table, by its name at this point of the plan. */
	readonly #names = new Map<QualifiedName, QualifiedName>();
	/** The current name of a column, by table and column at this point. */
	readonly #columns = new Map<string, string>();
	readonly #counts = new Map<QualifiedName, Count | undefined>();
	/** Why names can no longer be looked up. */
	#lost: string | undefined;
	#mayBeMoved = false;

	/** @param database undefined when it does not exist yet: then there is nothing to lose */
	constructor(database: Database | undefined) {
		this.#database = database;
		this.catalog = new Catalog(database);
	}

	get dialect(): Database['dialect'] | undefined {
		return this.#database?.dialect;
	}

	follow(effect: Effect): void {
		if (effect.kind === 'rename-table') {
			this.#names.set(effect.to, this.#now(effect.table));
		}
		if (effect.kind === 'rename-column') {
			const {table, column, to} = effect;
			const key = columnKey(table, to);
			this.#columns.set(key, this.#columns.get(columnKey(table, column)) ?? column);
		}
		if (effect.kind === 'change-names') this.#lost = 'an earlier statement changes what names mean';
		if (effect.kind === 'not-understood') this.#mayBeMoved = true;
	}

	/** From now on, a table that is not there may have been made by code. */
	followCode(): void {
		this.#mayBeMoved = true;
	}

	/** The name of a table now. */
	#now(table: QualifiedName): QualifiedName {
		return this.#names.get(table) ?? table;
	}

	/** @returns undefined when the table does not exist now */
	async rowsOf(table: QualifiedName): Promise<Count | undefined> {
		const now = this.#now(table);
		if (!this.#counts.has(now)) {
			const rows = (await this.#manyRows(table)) ?? (await this.countOf(table, countAll));
			this.#counts.set(now, rows);
		}
		return this.#counts.get(now);
	}

	/** @returns undefined when the database cannot say, or the table does not exist now */
	async count(table: QualifiedName, condition: string): Promise<number | undefined> {
		const count = await this.countWhere(table, condition);
		return count instanceof Uncounted ? undefined : count;
	}

	/** @returns undefined when the table does not exist now */
	countWhere(table: QualifiedName, condition: string): Promise<Count | undefined> {
		const rows = {...countAll, after: ` where ${condition}`};
		return this.countOf(table, rows, this.relation(table));
	}

	/** @returns undefined when the table does not exist now */
	async countOf(
		table: QualifiedName,
		rows: NonNullable<RowCount>,
		relation = this.source(table),
	): Promise<Count | undefined> {
		if (!this.#database) return undefined;
		if (this.#lost !== undefined) return new Uncounted(this.#lost);
		const sql = `${rows.before} ${relation}${rows.after}`;
		try {
			const [row] = await askBriefly(this.#database, sql);
			return Number(row!.count);
		} catch (error) {
			return this.#reasonFor(error, table);
		}
	}

	async #manyRows(table: QualifiedName): Promise<number | undefined> {
		if (!this.#database || this.#lost !== undefined) return undefined;
		return estimateOfMany(this.#database, partsOfName(this.#now(table)));
	}

	/**
	 * How many values occur more than once.
	 * @param values as SQL, with columns as they are called at this point
	 * @param where which rows count, as SQL
	 */
	duplicates(table: QualifiedName, values: string[], where = '1 = 1'): Promise<Count | undefined> {
		const filled = values.map(value => `(${value}) is not null`).join(' and ');
		const rows = {
			before: 'select count(*) as count from (select 1 as one from',
			after: ` where (${where}) and ${filled} group by ${values.join(', ')} having count(*) > 1) as repeated`,
		};
		return this.countOf(table, rows, this.relation(table));
	}

	/** A column's current name, for a condition. */
	quoted(table: QualifiedName, column: string): string {
		return this.quote(this.#columns.get(columnKey(table, column)) ?? column);
	}

	/**
	 * By their names at this point.
	 * @throws the database's error
	 */
	async columnsOf(table: QualifiedName): Promise<ExistingColumns> {
		const later = this.#laterNames(table);
		const rows = await this.describe(selectColumns(this.dialect), table);
		const columns = new ExistingColumns(this.dialect);
		for (const row of rows) columns.set(later.get(row.name) ?? row.name, existingColumn(row));
		return columns;
	}

	/** The columns of each unique index, by its name. */
	async uniqueIndexesOf(table: QualifiedName): Promise<Map<string, string[]>> {
		const later = this.#laterNames(table);
		const indexes = new Map<string, string[]>();
		for (const {index_name, name} of await this.describe(
			selectUniqueIndexes(this.dialect),
			table,
		)) {
			indexes.set(index_name, [...(indexes.get(index_name) ?? []), later.get(name) ?? name]);
		}
		return indexes;
	}

	/** The names at this point of columns that have been renamed, by their names now. */
	#laterNames(table: QualifiedName): Map<string, string> {
		const start = columnKey(table, '');
		const renamed = [...this.#columns].filter(([key]) => key.startsWith(start));
		return new Map(renamed.map(([key, now]) => [now, key.slice(start.length)]));
	}

	/**
	 * For what the catalogs say about a table.
	 * @param sql its values are the table's schema, or null, and its name
	 * @throws the database's error
	 */
	async describe(sql: string, table: QualifiedName): Promise<Row[]> {
		const {schema = null, own} = partsOfName(this.#now(table));
		return (await this.#database?.query(sql, [schema, own])) ?? [];
	}

	/** On SQLite: the statement that made the table. */
	async definitionOf(table: QualifiedName): Promise<string> {
		const {own} = partsOfName(this.#now(table));
		const sql = "select sql from sqlite_master where type = 'table' and name = ?";
		return (await this.#ask(sql, [own]))[0]?.sql ?? '';
	}

	/** On PostgreSQL: a constraint as it is written; empty if there is none. */
	async constraint(table: QualifiedName, name: string): Promise<string> {
		const sql =
			'select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = ?::regclass and conname = ?';
		return (await this.#ask(sql, [this.source(table), name]))[0]?.text ?? '';
	}

	/**
	 * On PostgreSQL: the checks that hold for all rows, as they are written.
	 * @throws the database's error
	 */
	async validatedChecks(table: QualifiedName): Promise<Row[]> {
		const sql =
			"select conname as name, pg_get_constraintdef(oid) as text from pg_constraint where conrelid = to_regclass(?) and contype = 'c' and convalidated";
		return this.query(sql, [this.source(table)]);
	}

	/** On SQLite: the triggers of a table and the views that name it, as `trigger NAME`. */
	async dependents(table: QualifiedName): Promise<string[]> {
		const now = this.#now(table);
		const rows = await this.#ask(
			"select type, name, tbl_name, sql from sqlite_master where type in ('trigger', 'view')",
		);
		return rows
			.filter(({tbl_name, sql}) => tbl_name === now || String(sql).includes(now))
			.map(({type, name}) => `${type} ${name}`);
	}

	/**
	 * The tables whose rows go with those of a table.
	 * @param by what removes them: `truncate … cascade`, or a delete over keys with `on delete cascade`
	 * @throws the database's error
	 */
	async dependentTables(table: QualifiedName, by: 'truncate' | 'delete'): Promise<QualifiedName[]> {
		return this.catalog.referring(this.#now(table), by);
	}

	/**
	 * Which of these names are tables now.
	 * @throws the database's error
	 */
	async named(names: string[]): Promise<QualifiedName[]> {
		const all = new Map<string, QualifiedName>();
		for (const table of await this.catalog.tables()) {
			all.set(table.toLowerCase(), table);
			const {own} = partsOfName(table);
			if (!all.has(own.toLowerCase())) all.set(own.toLowerCase(), table);
		}
		for (const [later, now] of this.#names) all.set(later.toLowerCase(), now);
		return [...new Set(names.flatMap(name => all.get(name.toLowerCase()) ?? []))];
	}

	/**
	 * Whether any table of the database may have rows, other than those about migrations.
	 * @throws the database's error
	 */
	async hasAnyRows(): Promise<boolean> {
		for (const table of await this.catalog.tables()) {
			const {own} = partsOfName(table);
			if (/^(?:mikro_orm_migrations|quarterdeck_\w+)$/.test(own)) continue;
			const rows = await this.countOf(table, one);
			if (rows !== undefined && mayBeSome(rows)) return true;
		}
		return false;
	}

	/** A table's current name, for a query. */
	source(table: QualifiedName): string {
		const {schema, own} = partsOfName(this.#now(table));
		return schema === undefined ? this.quote(own) : `${this.quote(schema)}.${this.quote(own)}`;
	}

	/** With its columns by their current names, and by those at this point. */
	relation(table: QualifiedName): string {
		const renamed = [...this.#laterNames(table)];
		if (renamed.length === 0) return this.source(table);
		const names = renamed.map(([now, later]) => `${this.quote(now)} as ${this.quote(later)}`);
		return `(select now.*, ${names.join(', ')} from ${this.source(table)} as now) as renamed`;
	}

	quote(name: string): string {
		return quotePart(name, this.dialect ?? 'sqlite');
	}

	/**
	 * For a query that is more than a count.
	 * @throws the database's error
	 */
	async query(sql: string, values: unknown[] = []): Promise<Row[]> {
		if (this.#lost !== undefined) throw new Error(this.#lost);
		return this.#database ? askBriefly(this.#database, sql, values) : [];
	}

	/** Whether MySQL or MariaDB refuses what it cannot keep, rather than cut it. Where it cannot say, it does not. */
	async isStrict(): Promise<boolean> {
		return /\bSTRICT_/.test(await this.#sqlMode());
	}

	async refusesZeroDates(): Promise<boolean> {
		return /\bNO_ZERO_DATE\b/.test(await this.#sqlMode());
	}

	async #sqlMode(): Promise<string> {
		const [row] = await this.#ask('select @@sql_mode as mode');
		return String(row?.mode ?? '');
	}

	/** @returns undefined if it is that the table is not there */
	async #reasonFor(error: unknown, table: QualifiedName): Promise<Uncounted | undefined> {
		const name = partsOfName(this.#now(table)).own;
		const isMissing = await isMissingTable(this.#database!, error, name);
		if (isMissing && !this.#mayBeMoved) return undefined;
		if (isMissing) return new Uncounted('an earlier step may make the table');
		return new Uncounted(messageOf(error), (error as {code?: string}).code);
	}

	/** A table or column that does not exist yet is no hazard. */
	async #ask(sql: string, values: unknown[] = []): Promise<Row[]> {
		try {
			return (await this.#database?.query(sql, values)) ?? [];
		} catch {
			return [];
		}
	}
}

const countAll = {before: 'select count(*) as count from', after: ''};
/** Whether there is any. */
const one = {
	before: 'select count(*) as count from (select 1 as one from',
	after: ' limit 1) as some_rows',
};

function columnKey(table: QualifiedName, column: string): string {
	return `${table}\0${column}`;
}
