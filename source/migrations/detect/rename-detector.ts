import type {App} from '../../project/apps/app-registry.ts';
import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import type {Questioner, RenameQuestion} from '../questions/questioner.ts';
import type {Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import {entityRenamed, Names, type Operation, propertyRenamed} from './operations.ts';
import {renameColumn, renameTable} from './rename-in-snapshot.ts';
import {differences, mostAlikeFirst, similarity} from './similarity.ts';

/**
 * Asks which tables and columns only have another name now, and renames them in the snapshot that the
 * entities are compared with: what is left to compare has no renames.
 */
export class RenameDetector {
	readonly operations: Operation[] = [];
	/** What runs before the generated statements, up, and after them, down. */
	readonly up: string[] = [];
	readonly down: string[] = [];
	readonly #app: App;
	readonly #from: Snapshot;
	readonly #to: Snapshot;
	readonly #orm: MikroOrm;
	readonly #questioner: Questioner;
	readonly #names: Names;

	/**
	 * @param from the schema before, which the renames are done in
	 * @param to the schema of the entities
	 */
	constructor(app: App, from: Snapshot, to: Snapshot, orm: MikroOrm, questioner: Questioner) {
		this.#app = app;
		this.#from = from;
		this.#to = to;
		this.#orm = orm;
		this.#questioner = questioner;
		this.#names = new Names(to);
	}

	/**
	 * A removed and a new table that share half of their columns may be one; so may the only one that
	 * went and the only one that came, if they share any.
	 */
	async tables({removedTables, newTables}: SchemaDifference): Promise<void> {
		const free = new Map(
			Object.values<any>(newTables).map(table => [this.#names.entity(table.name), table]),
		);
		const gone = Object.values<any>(removedTables).map(({name}) => tableOf(this.#from, name));
		const come = Object.values<any>(newTables).map(({name}) => tableOf(this.#to, name));
		const isOnlyPair = [gone, come].every(tables => tables.filter(isOfEntity).length === 1);
		for (const old of gone) {
			const least = isOnlyPair && isOfEntity(old) ? Number.MIN_VALUE : 0.5;
			const likeness = (entity: string) =>
				similarity(old, tableOf(this.#to, free.get(entity).name));
			const entity = await this.#renamedTo(
				{entity: old.entity},
				mostAlikeFirst(old.entity, [...free.keys()], entity => -likeness(entity)),
				entity => likeness(entity) >= least,
			);
			if (entity === undefined) continue;
			const {name} = free.get(entity);
			free.delete(entity);
			this.#renameTable(old, name, entity);
		}
	}

	/** Every removed column and every added one of its type may be one, also where MikroORM is sure. */
	async columns({changedTables}: SchemaDifference): Promise<void> {
		for (const change of Object.values<any>(changedTables)) {
			const table = change.toTable.name as string;
			// A generated column holds nothing of its own; where its expression changes it is made anew.
			const [added, removed] = [change.addedColumns, change.removedColumns].map(columns =>
				Object.values<any>(columns).filter(({generated}) => !generated),
			) as [any[], any[]];
			const candidates = new Map(
				added.map(column => [this.#names.property(table, column.name), column.name as string]),
			);
			for (const name of this.#surestFirst(table, removed, added))
				await this.#column(table, name, candidates);
		}
	}

	/** The one that is defined as a new one is asked for that before others are. */
	#surestFirst(table: string, removed: any[], added: any[]): string[] {
		const before = tableOf(this.#from, table).columns;
		const after = tableOf(this.#to, table).columns;
		const least = (old: string) =>
			Math.min(...added.map(({name}) => differences(before[old]!, after[name]!)));
		return removed.map(({name}) => name as string).toSorted((a, b) => least(a) - least(b));
	}

	/** @param added the columns that it can have become, by the names of their properties */
	async #column(table: string, column: string, added: Map<string, string>): Promise<void> {
		const entity = this.#names.entity(table);
		const old = new Names(this.#from).property(table, column);
		const before = tableOf(this.#from, table).columns[column]!;
		const {type} = before;
		const after = (property: string) => tableOf(this.#to, table).columns[added.get(property)!]!;
		const property = await this.#renamedTo(
			{entity, property: old, type},
			mostAlikeFirst(old, [...added.keys()], name => differences(before, after(name))),
			name => after(name).type === type,
		);
		if (property === undefined) return;
		this.#renameColumn(table, column, added.get(property)!);
		added.delete(property);
		this.operations.push(propertyRenamed(entity, old, property));
	}

	/**
	 * @param names the likeliest first
	 * @param isAlike whether it is asked for; the others need a flag that says so
	 */
	#renamedTo(
		gone: Pick<RenameQuestion, 'entity' | 'property' | 'type'>,
		names: string[],
		isAlike: (name: string) => boolean,
	): Promise<string | undefined> {
		const candidates = names.filter(isAlike);
		const others = names.filter(name => !candidates.includes(name));
		return this.#questioner.renamedTo({app: this.#app.label, ...gone, candidates, others});
	}

	#renameTable(old: TableSnapshot, name: string, entity: string): void {
		const quote = (text: string) => this.#orm.quote(text);
		this.operations.push(entityRenamed(old.entity, entity));
		this.up.push(`alter table ${quote(old.name)} rename to ${quote(name)};`);
		this.down.unshift(`alter table ${quote(name)} rename to ${quote(old.name)};`);
		renameTable(this.#from, old, name, this.#orm.driverName);
		old.entity = entity;
	}

	#renameColumn(table: string, old: string, name: string): void {
		const quote = (text: string) => this.#orm.quote(text);
		const alter = `alter table ${quote(table)} rename column`;
		this.up.push(`${alter} ${quote(old)} to ${quote(name)};`);
		this.down.unshift(`${alter} ${quote(name)} to ${quote(old)};`);
		renameColumn(this.#from, tableOf(this.#from, table), old, name, this.#orm);
	}
}

function tableOf({tables}: Snapshot, name: string): TableSnapshot {
	return tables.find(table => table.name === name)!;
}

/** A pivot table has no entity of its own, and is named by itself. */
function isOfEntity({name, entity}: TableSnapshot): boolean {
	return name !== entity;
}
