import type {App} from '../project/app-registry.ts';
import {type Fills, fillsOf} from './dialects/sqlite-rebuild.ts';
import type {MikroOrm, SchemaDifference} from './mikro-orm.ts';
import {entityRenamed, Names, type Operation, operationsOf, propertyRenamed} from './operations.ts';
import {NotingQuestioner, type Questioner} from './questioner.ts';
import {renameColumn, renameTable} from './renames.ts';
import {isSameSchema, type Snapshot, type TableSnapshot} from './snapshot.ts';

/** What an app's entities have and its last migration has not. */
export interface AppChanges {
	app: App;
	operations: Operation[];
	/** What was answered to questions, as flags. */
	answers: string[];
	up: string[];
	down: string[];
	/** Labels of other apps whose tables are referenced from now on. */
	references: string[];
	/** Tables that go, and tables of other apps that are referenced no longer. */
	removed: string[];
	released: string[];
	/** The schema after this change. */
	snapshot: Snapshot;
	/** The same in two steps, of which the second adds the keys to tables of the apps named. */
	holdBackKeysTo(labels: string[]): [AppChanges, AppChanges];
	/** The same in two steps, of which the first takes away the keys to these tables. */
	dropKeysFirst(tables: string[]): [AppChanges, AppChanges];
}

type Step = Omit<AppChanges, 'holdBackKeysTo' | 'dropKeysFirst'>;

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
	if (isSameSchema(before, snapshot)) return undefined;
	const detector = new Autodetector(app, before, snapshot, orm, questioner);
	await detector.renameTables();
	await detector.renameColumns();
	return detector.finish();
}

class Autodetector {
	readonly #app: App;
	readonly #orm: MikroOrm;
	readonly #questioner: NotingQuestioner;
	readonly #from: Snapshot;
	readonly #snapshot: Snapshot;
	readonly #target: any;
	readonly #names: Names;
	readonly #renames: Operation[] = [];
	/** What runs before the generated statements, up, and after them, down. */
	readonly #before: string[] = [];
	readonly #undo: string[] = [];
	/** What was answered for a column, so that nothing is asked twice. */
	readonly #values = new Map<string, string | undefined>();

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
		this.#questioner = new NotingQuestioner(questioner);
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
			// A generated column holds nothing of its own; where its expression changes it is made anew.
			const [added, removed] = [change.addedColumns, change.removedColumns].map(columns =>
				Object.values<any>(columns).filter(({generated}) => !generated),
			) as [any[], any[]];
			const candidates = new Map(
				added.map(column => [this.#names.property(table, column.name), column]),
			);
			for (const column of removed) await this.#askForColumn(table, column, candidates);
		}
	}

	async finish(): Promise<AppChanges | undefined> {
		const difference = this.#compare();
		await this.#askForValues(difference);
		const changes = this.#step(difference, this.#from, this.#target, this.#snapshot);
		if (changes.up.length === 0) return undefined;
		return {
			...changes,
			holdBackKeysTo: labels => this.#inTwoSteps(this.#withoutKeysTo(labels), true),
			dropKeysFirst: tables => this.#inTwoSteps(this.#beforeWithoutKeysTo(tables), false),
		};
	}

	/** @param changeFirst whether the changes are made in the first step, and the keys in the second */
	#inTwoSteps(middle: Snapshot, changeFirst: boolean): [AppChanges, AppChanges] {
		const schema = () => this.#orm.schemaFrom(middle);
		const end = () => this.#orm.schemaFrom(this.#snapshot);
		const compare = (from: any, to: any) => withoutGuesses(this.#orm.compare(from, to));
		const start = () => this.#orm.schemaFrom(this.#from);
		const first = this.#step(compare(start(), schema()), this.#from, schema(), middle, changeFirst);
		const second = this.#step(
			compare(schema(), end()),
			middle,
			end(),
			this.#snapshot,
			!changeFirst,
		);
		const once = (): never => {
			throw new Error('Changes are made in two steps at most.');
		};
		return [
			{...first, holdBackKeysTo: once, dropKeysFirst: once},
			{...second, holdBackKeysTo: once, dropKeysFirst: once},
		];
	}

	/** The schema before, but for the keys to these tables. */
	#beforeWithoutKeysTo(tables: string[]): Snapshot {
		const middle = structuredClone(this.#from);
		for (const table of middle.tables) {
			table.foreignKeys = Object.fromEntries(
				Object.entries(table.foreignKeys).filter(
					([, {referencedTableName}]) => !tables.includes(bareName(referencedTableName)),
				),
			);
		}
		return middle;
	}

	/** The schema afterwards, but for the new keys to tables of these apps. */
	#withoutKeysTo(labels: string[]): Snapshot {
		const middle = structuredClone(this.#snapshot);
		for (const table of middle.tables) {
			const old = this.#from.tables.find(({name}) => name === table.name)?.foreignKeys ?? {};
			table.foreignKeys = Object.fromEntries(
				Object.entries(table.foreignKeys).filter(([name, {referencedTableName}]) => {
					const owner = this.#orm.ownerOf(referencedTableName);
					return name in old || owner === this.#app.label || !labels.includes(owner ?? '');
				}),
			);
		}
		return middle;
	}

	/** @param withRenames whether it is the step in which tables and columns get their new names */
	#step(
		difference: SchemaDifference,
		before: Snapshot,
		target: any,
		snapshot: Snapshot,
		withRenames = true,
	): Step {
		const changes = operationsOf(difference, new Names(before), this.#names);
		const {first, last} = this.#fill(difference);
		const inverse = withoutGuesses(
			this.#orm.compare(target, this.#orm.schemaFrom(before), difference),
		);
		const references = this.#references(difference);
		const [opening, closing] = withRenames ? [this.#before, this.#undo] : [[], []];
		return {
			app: this.#app,
			operations: withRenames ? [...this.#renames, ...changes] : changes,
			answers: withRenames ? this.#questioner.answers : [],
			up: [...opening, ...first, ...this.#orm.sqlOf(difference), ...last],
			down: [...this.#orm.sqlOf(inverse), ...closing],
			references,
			...this.#loosened(difference),
			snapshot,
		};
	}

	#compare(target = this.#target): SchemaDifference {
		return withoutGuesses(this.#orm.compare(this.#orm.schemaFrom(this.#from), target));
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
	async #askForValues(difference: SchemaDifference): Promise<void> {
		for (const {table, column, reason} of unfilled(difference)) {
			const question = {
				app: this.#app.label,
				entity: this.#names.entity(table),
				property: this.#names.property(table, column),
				reason,
			};
			this.#values.set(`${table}.${column}`, await this.#questioner.oneOffDefault(question));
		}
	}

	/** @returns what runs before and after the statements that make the difference */
	#fill(difference: SchemaDifference): {first: string[]; last: string[]} {
		const first: string[] = [];
		const last: string[] = [];
		for (const change of Object.values<any>(difference.changedTables)) {
			const fills: Fills = {};
			for (const {table, column} of unfilled({changedTables: [change]})) {
				const value = this.#values.get(`${table}.${column}`);
				if (value !== undefined) fills[column] = value;
			}
			if (this.#orm.driverName === 'sqlite') fillsOf.set(change, fills);
			else this.#fillInPlace(change, fills, first, last);
		}
		return {first, last};
	}

	/** Added with a default that is dropped at the end; or updated before NULL is forbidden. */
	#fillInPlace(change: any, fills: Fills, first: string[], last: string[]): void {
		const table = this.#orm.quote(change.toTable.name);
		for (const [name, value] of Object.entries(fills)) {
			const column = this.#orm.quote(name);
			const added = change.addedColumns[name];
			if (added) {
				const withDefault = Object.create(Object.getPrototypeOf(added));
				change.addedColumns[name] = Object.assign(withDefault, added, {default: value});
				last.push(`alter table ${table} alter column ${column} drop default;`);
			} else {
				first.push(`update ${table} set ${column} = ${value} where ${column} is null;`);
			}
		}
	}

	/** A key that was there before has its dependency in an earlier migration. */
	#references(difference: SchemaDifference): string[] {
		const keys = [
			...Object.values<any>(difference.newTables).map(table => table.getForeignKeys()),
			...Object.values<any>(difference.changedTables).flatMap(change => [
				change.addedForeignKeys,
				change.changedForeignKeys,
			]),
		].flatMap(record => Object.values<any>(record));
		const owners = keys.map(key => this.#orm.ownerOf(key.referencedTableName));
		return [...new Set(owners)].filter(
			(label): label is string => label !== undefined && label !== this.#app.label,
		);
	}

	#loosened(difference: SchemaDifference): {removed: string[]; released: string[]} {
		const removed = Object.values<any>(difference.removedTables);
		const keys = [
			...removed.map(table => table.getForeignKeys()),
			...Object.values<any>(difference.changedTables).map(change => change.removedForeignKeys),
			...Object.values<any>(difference.orphanedForeignKeys).map(key => [key]),
		].flatMap(record => Object.values<any>(record));
		return {
			removed: removed.map(({name}) => name),
			released: keys.map(key => bareName(key.referencedTableName)),
		};
	}
}

/** Without the schema in front. */
function bareName(table: string): string {
	return table.split('.').pop()!;
}

interface Unfilled {
	table: string;
	column: string;
	reason: 'added' | 'null';
}

/** The columns that every row needs a value for, and that have no default to take it from. */
function unfilled({changedTables}: SchemaDifference): Unfilled[] {
	return Object.values<any>(changedTables).flatMap(change => {
		const table: string = change.toTable.name;
		const added = Object.values<any>(change.addedColumns)
			.filter(column => needsValue(column) && column.default == null)
			.map(({name}) => ({table, column: name, reason: 'added' as const}));
		const changed = Object.values<any>(change.changedColumns)
			.filter(
				({column, changedProperties}) => changedProperties.has('nullable') && needsValue(column),
			)
			.map(({column: {name}}) => ({table, column: name, reason: 'null' as const}));
		return [...added, ...changed];
	});
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
