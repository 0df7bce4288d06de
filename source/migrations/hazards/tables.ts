import {messageOf} from '../../errors/command-error.ts';
import type {Database, Row} from '../../project/database/database.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {Effect, RowCount} from '../sql/effect.ts';
import {partsOfName, type QualifiedName} from '../sql/names.ts';
import {Catalog} from './catalog.ts';
import {type Count, mayBeSome, Uncounted} from './count.ts';
import {type ExistingColumn, existingColumn, selectColumns} from './existing-columns.ts';

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
			this.#names.set(effect.to, this.#names.get(effect.table) ?? effect.table);
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

	/** @returns undefined when the table does not exist now */
	async rowsOf(table: QualifiedName): Promise<Count | undefined> {
		const now = this.#names.get(table) ?? table;
		if (!this.#counts.has(now)) {
			this.#counts.set(now, await this.countOf(table, countAll));
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
		return this.countOf(table, {...countAll, after: ` where ${condition}`});
	}

	/** @returns undefined when the table does not exist now */
	async countOf(table: QualifiedName, rows: NonNullable<RowCount>): Promise<Count | undefined> {
		if (!this.#database) return undefined;
		if (this.#lost !== undefined) return new Uncounted(this.#lost);
		const sql = `${rows.before} ${this.source(table)}${rows.after}`;
		try {
			const [row] = await (rows === countAll ? this.#database.query(sql) : this.#readOnly(sql));
			return Number(row!.count);
		} catch (error) {
			return this.#reasonFor(error, table);
		}
	}

	/** A migration's own condition may call functions: on a server, they could write. */
	async #readOnly(sql: string): Promise<Row[]> {
		const database = this.#database!;
		if (database.dialect === 'sqlite') return database.query(sql);
		await database.query('start transaction read only');
		try {
			return await database.query(sql);
		} finally {
			await database.query('rollback');
		}
	}

	/** @returns how many values occur more than once */
	async duplicates(table: QualifiedName, columns: string[]): Promise<number> {
		const names = columns.map(column => this.quoted(table, column));
		const filled = names.map(name => `${name} is not null`).join(' and ');
		const groups = `select 1 as one from ${this.source(table)} where ${filled} group by ${names.join(', ')} having count(*) > 1`;
		const [row] = await this.#ask(`select count(*) as count from (${groups}) as repeated`);
		return Number(row?.count ?? 0);
	}

	/** A column's current name, for a condition. */
	quoted(table: QualifiedName, column: string): string {
		return this.#quote(this.#columns.get(columnKey(table, column)) ?? column);
	}

	/**
	 * By their names at this point.
	 * @throws the database's error
	 */
	async columnsOf(table: QualifiedName): Promise<Map<string, ExistingColumn>> {
		const start = columnKey(table, '');
		const later = new Map(
			[...this.#columns]
				.filter(([key]) => key.startsWith(start))
				.map(([key, now]) => [now, key.slice(start.length)]),
		);
		const {schema = null, own} = partsOfName(this.#names.get(table) ?? table);
		const rows = (await this.#database?.query(selectColumns(this.dialect), [schema, own])) ?? [];
		return new Map(rows.map(row => [later.get(row.name) ?? row.name, existingColumn(row)]));
	}

	/** On SQLite: the triggers of a table and the views that name it, as `trigger NAME`. */
	async dependents(table: QualifiedName): Promise<string[]> {
		const now = this.#names.get(table) ?? table;
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
		return this.catalog.referring(this.#names.get(table) ?? table, by);
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
		const {schema, own} = partsOfName(this.#names.get(table) ?? table);
		return schema === undefined ? this.#quote(own) : `${this.#quote(schema)}.${this.#quote(own)}`;
	}

	#quote(name: string): string {
		return quotedPart(name, this.dialect ?? 'sqlite');
	}

	/**
	 * For a query that is more than a count.
	 * @throws the database's error
	 */
	async query(sql: string, values: unknown[] = []): Promise<Row[]> {
		if (this.#lost !== undefined) throw new Error(this.#lost);
		return (await this.#database?.query(sql, values)) ?? [];
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
		const isMissing = await this.#isMissing(error, table);
		if (isMissing && !this.#mayBeMoved) return undefined;
		if (isMissing) return new Uncounted('an earlier step may make the table');
		return new Uncounted(messageOf(error), (error as {code?: string}).code);
	}

	async #isMissing(error: unknown, table: QualifiedName): Promise<boolean> {
		const {code, errno} = error as {code?: unknown; errno?: unknown};
		if (this.dialect === 'postgresql') return code === '42P01' || code === '3F000';
		if (isMysqlFamily(this.dialect)) return errno === 1146 || errno === 1049;
		const {own} = partsOfName(this.#names.get(table) ?? table);
		const sql = 'select 1 from sqlite_master where name = ? collate nocase';
		return (await this.#database!.query(sql, [own])).length === 0;
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

function quotedPart(name: string, dialect: Database['dialect']): string {
	const quote = isMysqlFamily(dialect) ? '`' : '"';
	return `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
}

function columnKey(table: QualifiedName, column: string): string {
	return `${table}\0${column}`;
}
