import type {App} from '../project/app-registry.ts';
import {fillsOf} from './dialects/sqlite-rebuild.ts';
import type {MikroOrm, SchemaDifference} from './mikro-orm.ts';
import {entityRenamed, Names, type Operation, operationsOf, propertyRenamed} from './operations.ts';
import type {Questioner} from './questioner.ts';
import {renameColumn, renameTable} from './renames.ts';
import type {Snapshot, TableSnapshot} from './snapshot.ts';

/** What an app's entities have and its last migration has not. */
export interface AppChanges {
	app: App;
	operations: Operation[];
	up: string[];
	down: string[];
	/** Labels of other apps whose tables are referenced. */
	references: string[];
	/** The schema after this change. */
	snapshot: Snapshot;
}

/**
 * Compares the entities with the snapshot of the app's last migration. Offline: no database is asked.
 * Renames that were answered with yes are done in the old snapshot first, so that what is left to
 * compare has none.
 * @returns undefined when nothing has changed
 */
export async function detectChanges(
	app: App,
	before: Snapshot,
	orm: MikroOrm,
	questioner: Questioner,
): Promise<AppChanges | undefined> {
	const snapshot = orm.snapshotOf(app, null);
	const detector = new Autodetector(app, before, snapshot, orm, questioner);
	await detector.renameTables();
	await detector.renameColumns();
	return detector.finish();
}

class Autodetector {
	readonly #app: App;
	readonly #orm: MikroOrm;
	readonly #questioner: Questioner;
	readonly #from: Snapshot;
	readonly #snapshot: Snapshot;
	readonly #target: any;
	readonly #names: Names;
	readonly #renames: Operation[] = [];
	/** What runs before and after the generated statements, up and down. */
	readonly #before: string[] = [];
	readonly #after: string[] = [];
	readonly #undo: string[] = [];

	constructor(
		app: App,
		before: Snapshot,
		snapshot: Snapshot,
		orm: MikroOrm,
		questioner: Questioner,
	) {
		this.#app = app;
		this.#from = structuredClone(before);
		this.#snapshot = snapshot;
		this.#orm = orm;
		this.#questioner = questioner;
		this.#target = orm.targetOf(app);
		this.#names = new Names(snapshot);
	}

	/** A removed and a new table that share half of their columns may be one. */
	async renameTables(): Promise<void> {
		const {removedTables, newTables} = this.#compare();
		const free = new Map(
			Object.values<any>(newTables).map(table => [this.#names.entity(table.name), table]),
		);
		for (const removed of Object.values<any>(removedTables)) {
			const old = this.#table(removed.name);
			const candidates = [...free.keys()].filter(
				entity => similarity(old, this.#new(free.get(entity).name)) >= 0.5,
			);
			if (candidates.length === 0) continue;
			const entity = await this.#questioner.renamedTo({
				app: this.#app.label,
				entity: old.entity,
				candidates,
			});
			if (entity === undefined) continue;
			const {name} = free.get(entity);
			free.delete(entity);
			this.#renames.push(entityRenamed(old.entity, entity));
			this.#renameTable(old, name, entity);
		}
	}

	/** Every removed column and every added one of its type may be one, also where MikroORM is sure. */
	async renameColumns(): Promise<void> {
		for (const change of Object.values<any>(this.#compare().changedTables)) {
			const table = change.toTable.name as string;
			const added = new Map(
				Object.values<any>(change.addedColumns).map(column => [
					this.#names.property(table, column.name),
					column,
				]),
			);
			for (const removed of Object.values<any>(change.removedColumns)) {
				await this.#askForColumn(table, removed, added);
			}
		}
	}

	async finish(): Promise<AppChanges | undefined> {
		const difference = this.#compare();
		const from = new Names(this.#from);
		const operations = [...this.#renames, ...operationsOf(difference, from, this.#names)];
		await this.#fillNotNull(difference);
		const inverse = withoutGuesses(
			this.#orm.compare(this.#target, this.#orm.schemaFrom(this.#from), difference),
		);
		const references = this.#references(difference);
		const up = [...this.#before, ...this.#orm.sqlOf(difference), ...this.#after];
		if (up.length === 0) return undefined;
		const down = [...this.#orm.sqlOf(inverse), ...this.#undo];
		return {app: this.#app, operations, up, down, references, snapshot: this.#snapshot};
	}

	#compare(): SchemaDifference {
		return withoutGuesses(this.#orm.compare(this.#orm.schemaFrom(this.#from), this.#target));
	}

	#table(name: string): TableSnapshot {
		return this.#from.tables.find(table => table.name === name)!;
	}

	#new(name: string): TableSnapshot {
		return this.#snapshot.tables.find(table => table.name === name)!;
	}

	#renameTable(old: TableSnapshot, name: string, entity: string): void {
		const quote = (text: string) => this.#orm.quote(text);
		this.#before.push(`alter table ${quote(old.name)} rename to ${quote(name)};`);
		this.#undo.unshift(`alter table ${quote(name)} rename to ${quote(old.name)};`);
		renameTable(this.#from, old, name, this.#orm.driverName);
		old.entity = entity;
	}

	async #askForColumn(table: string, removed: any, added: Map<string, any>): Promise<void> {
		const entity = this.#names.entity(table);
		const old = new Names(this.#from).property(table, removed.name);
		const {type} = this.#table(table).columns[removed.name]!;
		const candidates = [...added]
			.filter(([, {name}]) => this.#new(table).columns[name]!.type === type)
			.map(([property]) => property);
		if (candidates.length === 0) return;
		const {label} = this.#app;
		const property = await this.#questioner.renamedTo({
			app: label,
			entity,
			property: old,
			candidates,
			type,
		});
		if (property === undefined) return;
		const {name} = added.get(property);
		added.delete(property);
		const quote = (text: string) => this.#orm.quote(text);
		const alter = `alter table ${quote(table)} rename column`;
		this.#before.push(`${alter} ${quote(removed.name)} to ${quote(name)};`);
		this.#undo.unshift(`${alter} ${quote(name)} to ${quote(removed.name)};`);
		this.#renames.push(propertyRenamed(entity, old, property));
		renameColumn(this.#from, this.#table(table), removed.name, name, this.#orm);
	}

	/** A column that takes NULL no longer, or is new and has no default, needs a value for each row. */
	async #fillNotNull(difference: SchemaDifference): Promise<void> {
		for (const change of Object.values<any>(difference.changedTables)) {
			const table = change.toTable.name as string;
			const fills: Record<string, string> = {};
			for (const column of Object.values<any>(change.addedColumns)) {
				if (!needsValue(column) || column.default != null) continue;
				fills[column.name] = (await this.#value(table, column.name, 'added'))!;
			}
			for (const {column, changedProperties} of Object.values<any>(change.changedColumns)) {
				if (!changedProperties.has('nullable') || !needsValue(column)) continue;
				const value = await this.#value(table, column.name, 'null');
				if (value !== undefined) fills[column.name] = value;
			}
			if (this.#orm.driverName === 'sqlite') fillsOf.set(change, fills);
			else this.#fillInPlace(change, fills);
		}
	}

	#value(table: string, column: string, reason: 'added' | 'null'): Promise<string | undefined> {
		return this.#questioner.oneOffDefault({
			app: this.#app.label,
			entity: this.#names.entity(table),
			property: this.#names.property(table, column),
			reason,
		});
	}

	/** Added with a default that is dropped at the end; or updated before NULL is forbidden. */
	#fillInPlace(change: any, fills: Record<string, string>): void {
		const table = this.#orm.quote(change.toTable.name);
		for (const [name, value] of Object.entries(fills)) {
			const column = this.#orm.quote(name);
			const added = change.addedColumns[name];
			if (added) {
				const withDefault = Object.create(Object.getPrototypeOf(added));
				change.addedColumns[name] = Object.assign(withDefault, added, {default: value});
				this.#after.push(`alter table ${table} alter column ${column} drop default;`);
			} else {
				this.#before.push(`update ${table} set ${column} = ${value} where ${column} is null;`);
			}
		}
	}

	#references(difference: SchemaDifference): string[] {
		const tables = [
			...Object.values<any>(difference.newTables),
			...Object.values<any>(difference.changedTables).map(change => change.toTable),
		];
		const keys = tables.flatMap(table => Object.values<any>(table.getForeignKeys()));
		const owners = keys.map(key => this.#orm.ownerOf(key.referencedTableName));
		return [...new Set(owners)].filter(
			(label): label is string => label !== undefined && label !== this.#app.label,
		);
	}
}

function needsValue(column: any): boolean {
	return !column.nullable && !column.generated && !column.autoincrement;
}

/** MikroORM takes one removed and one added column of a type for a rename; here that is a question. */
function withoutGuesses(difference: SchemaDifference): SchemaDifference {
	for (const change of Object.values<any>(difference.changedTables)) {
		for (const [old, column] of Object.entries<any>(change.renamedColumns)) {
			delete change.renamedColumns[old];
			change.removedColumns[old] = change.fromTable.getColumn(old);
			change.addedColumns[column.name] = column;
		}
	}
	return difference;
}

/** The share of columns that two tables have in common by name and type, 0 to 1. */
function similarity(a: TableSnapshot, b: TableSnapshot): number {
	const [mine, others] = [a, b].map(({columns}) =>
		Object.values(columns).map(({name, type}) => `${name}:${type}`),
	) as [string[], string[]];
	const common = mine.filter(column => others.includes(column));
	return common.length / Math.max(mine.length, others.length);
}
