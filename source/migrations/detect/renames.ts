import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {IndexSnapshot, Snapshot} from '../schema/snapshot.ts';
import {isTable, type TableName, tableKey} from '../schema/table-key.ts';
import {type RenamedTable, withoutDependents} from './dependents.ts';
import {renameColumn, renameTable} from './rename-in-snapshot.ts';

/** Of an index or a sequence of a table that moves to another schema. */
interface NewName {
	kind: 'index' | 'sequence';
	old: string;
	/** While the table moves. */
	between: string;
	now: string;
}

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
	#moved = 0;
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
		const isMoved = this.#orm.driverName === 'postgresql' && namespace !== to.schema;
		const names = isMoved ? this.#namesFor(schema, from, to) : [];
		const statements = (from: TableName, to: TableName, names: NewName[]) => [
			...names
				.filter(({old, between}) => old !== between)
				.map(({kind, old, between}) => this.#nameStatement(kind, from, old, between)),
			...this.#tableStatements(from, to),
			...names
				.filter(({between, now}) => now !== between)
				.map(({kind, between, now}) => this.#nameStatement(kind, to, between, now)),
		];
		this.up.push(...statements(from, to, names));
		const back = names.map(name => ({...name, old: name.now, now: name.old}));
		this.down.unshift(...statements(to, from, back));
		this.#act(schema, one => {
			const table = one.tables.find(isTable(from))!;
			for (const index of table.indexes) {
				const name = names.find(({kind, old}) => kind === 'index' && old === index.keyName);
				if (name && !index.primary) index.keyName = name.now;
			}
			renameTable(one, table, to, this.#orm);
		});
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

	/**
	 * The names that a table's indexes and sequences get on the way to another schema, where their own may
	 * be taken: a key and a sequence those of the table's new name, an index one that is free, until it gets
	 * the name that it is to have.
	 */
	#namesFor({tables}: Snapshot, from: TableName, to: TableName): NewName[] {
		const {indexes, columns} = tables.find(isTable(from))!;
		const others = [...tables, ...(this.#orm.target?.json.tables ?? [])].filter(
			one => one.schema === to.schema && !isTable(to)(one) && !isTable(from)(one),
		);
		const taken = new Set(
			others.flatMap(one => one.indexes.map(({keyName}: IndexSnapshot) => keyName)),
		);
		const free = (name: string) => `${name.slice(0, 50)}__moved${++this.#moved}`;
		const named = (kind: NewName['kind'], ending: string) => {
			const [old, now] = [`${from.name}_${ending}`, `${to.name}_${ending}`];
			return {kind, old, between: free(old), now};
		};
		const numbered = Object.values(columns).filter(({autoincrement}) => autoincrement);
		return [
			...indexes
				.filter(({keyName, primary}) => !primary && taken.has(keyName))
				.map(({keyName}) => {
					const between = free(keyName as string);
					return {kind: 'index' as const, old: keyName as string, between, now: between};
				}),
			...(from.name === to.name
				? []
				: [named('index', 'pkey'), ...numbered.map(({name}) => named('sequence', `${name}_seq`))]),
		];
	}

	/** A table may have got its name after its key, and an index be dropped before. */
	#nameStatement(kind: NewName['kind'], {schema}: TableName, from: string, to: string): string {
		const [one, other] = [from, to].map(name => this.#orm.quote(name));
		const place = schema ? `${this.#orm.quote(schema)}.` : '';
		return `alter ${kind} if exists ${place}${one} rename to ${other};`;
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
