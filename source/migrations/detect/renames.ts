import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {isTable, type TableName, tableKey} from '../schema/table-key.ts';
import {type RenamedTable, withoutDependents} from './dependents.ts';
import {renameColumn, renameTable} from './rename-in-snapshot.ts';

/** The renames of tables and columns, in their order. */
export class Renames {
	/** The statements that make them. */
	readonly up: string[] = [];
	/** The statements that undo them. */
	readonly down: string[] = [];
	readonly #orm: MikroOrm;
	readonly #acts: ((schema: Snapshot) => void)[] = [];
	/** The schemas that tables are moved to. */
	readonly #namespaces = new Set<string>();
	/** By the key that the table has by now. */
	readonly #tables = new Map<string, RenamedTable>();

	constructor(orm: MikroOrm) {
		this.#orm = orm;
	}

	/** @param schema the table is renamed in it as well */
	table(schema: Snapshot, {name, schema: namespace}: TableName, to: TableName): void {
		const from = {name, schema: namespace};
		const renamed = this.#renamed(from);
		renamed.names.push(to.name);
		renamed.isRenamed = true;
		if (to.schema) this.#namespaces.add(to.schema);
		this.#tables.delete(tableKey(from));
		this.#tables.set(tableKey(to), renamed);
		this.up.push(...this.#tableStatements(from, to));
		this.down.unshift(...this.#tableStatements(to, from));
		this.#act(schema, one => renameTable(one, one.tables.find(isTable(from))!, to, this.#orm));
	}

	/** @param schema the column is renamed in it as well */
	column(schema: Snapshot, table: TableName, from: string, to: string): void {
		this.#renamed(table).columns.push(from, to);
		const {name, schema: namespace} = table;
		const isHere = isTable({name, schema: namespace});
		this.up.push(this.#columnStatement(table, from, to));
		this.down.unshift(this.#columnStatement(table, to, from));
		this.#act(schema, one => renameColumn(one, one.tables.find(isHere)!, from, to, this.#orm));
	}

	/** The schema ready for them: without what names something renamed in a text of its own. */
	ready(schema: Snapshot): Snapshot {
		if (this.#acts.length === 0) return schema;
		const middle = withoutDependents(schema, [...this.#tables.values()]);
		return {...middle, namespaces: [...new Set([...schema.namespaces, ...this.#namespaces])]};
	}

	/** The schema with the new names. */
	after(schema: Snapshot): Snapshot {
		if (this.#acts.length === 0) return schema;
		const renamed = structuredClone(schema);
		for (const act of this.#acts) act(renamed);
		return renamed;
	}

	/** The key that a table had before. */
	before(table: TableName): string {
		return this.#tables.get(tableKey(table))?.key ?? tableKey(table);
	}

	/** The name that a column had before. */
	columnBefore({table, column}: {table: TableName; column: string}): string {
		const columns = this.#tables.get(tableKey(table))?.columns ?? [];
		// Each old name stands before the new one.
		const index = columns.findIndex((name, index) => index % 2 === 1 && name === column);
		return columns[index - 1] ?? column;
	}

	#renamed(table: TableName): RenamedTable {
		const key = tableKey(table);
		const renamed = this.#tables.get(key) ?? {
			...{key, names: [table.name], columns: [], isRenamed: false},
		};
		this.#tables.set(key, renamed);
		return renamed;
	}

	#act(schema: Snapshot, act: (schema: Snapshot) => void): void {
		this.#acts.push(act);
		act(schema);
	}

	#tableStatements(from: TableName, to: TableName): string[] {
		const [isMoved, isRenamed] = [from.schema !== to.schema, from.name !== to.name];
		const isSameFolded = from.name.toLowerCase() === to.name.toLowerCase();
		const rename = (one: TableName, other: TableName) =>
			`alter table ${this.#orm.quoteTable(one)} rename to ${this.#nameOf(other)};`;
		// In neither schema is it known to be free, and SQLite takes names for one that differ in case.
		const between = {...from, name: `${from.name.slice(0, 50)}__renamed`};
		if (this.#orm.driverName !== 'postgresql') {
			return isSameFolded ? [rename(from, between), rename(between, to)] : [rename(from, to)];
		}
		if (!isMoved) return [rename(from, to)];
		const move = (one: TableName) =>
			`alter table ${this.#orm.quoteTable(one)} set schema ${this.#orm.quote(to.schema!)};`;
		if (!isRenamed) return [move(from)];
		return [rename(from, between), move(between), rename({...between, schema: to.schema}, to)];
	}

	/** After "rename to": PostgreSQL takes no schema there. */
	#nameOf(table: TableName): string {
		const {driverName} = this.#orm;
		return driverName === 'postgresql' ? this.#orm.quote(table.name) : this.#orm.quoteTable(table);
	}

	#columnStatement(table: TableName, from: string, to: string): string {
		const [one, other] = [from, to].map(name => this.#orm.quote(name));
		return `alter table ${this.#orm.quoteTable(table)} rename column ${one} to ${other};`;
	}
}
