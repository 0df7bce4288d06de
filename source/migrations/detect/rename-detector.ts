import type {SchemaDifference} from '../engine/mikro-orm.ts';
import type {RenameQuestion} from '../questions/questioner.ts';
import type {ColumnSnapshot, Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import type {Comparison} from './comparison.ts';
import {entityRenamed, type Operation, propertyRenamed} from './operations.ts';
import {renameColumn, renameTable} from './rename-in-snapshot.ts';
import {differences, mostAlikeFirst, similarity} from './similarity.ts';

/**
 * Asks which tables and columns were renamed, and renames them in the schema that the entities are
 * compared with, so that the differences that remain contain no renames.
 */
export class RenameDetector {
	readonly operations: Operation[] = [];
	/** Runs before the generated statements. */
	readonly up: string[] = [];
	/** Runs after them. */
	readonly down: string[] = [];
	readonly #comparison: Comparison;

	constructor(comparison: Comparison) {
		this.#comparison = comparison;
	}

	/**
	 * Asks about a removed and a new table if they share half of their columns; if just one entity was
	 * removed and one is new, if they share any.
	 */
	async tables({removedTables, newTables}: SchemaDifference): Promise<void> {
		const {from, to, orm} = this.#comparison;
		const removed = Object.values<any>(removedTables).map(({name}) => tableOf(from, name));
		const added = Object.values<any>(newTables).map(({name}) => tableOf(to, name));
		const isOnlyPair = [removed, added].every(tables => tables.filter(isOfEntity).length === 1);
		const candidates = new Map(added.map(table => [table.entity, table]));
		for (const old of removed) {
			const least = isOnlyPair && isOfEntity(old) ? Number.MIN_VALUE : 0.5;
			const likeness = (entity: string) => similarity(old, candidates.get(entity)!);
			const entity = await this.#renamedTo(
				{entity: old.entity},
				mostAlikeFirst(old.entity, [...candidates.keys()], entity => -likeness(entity)),
				entity => likeness(entity) >= least,
			);
			if (entity === undefined) continue;
			const {name} = candidates.get(entity)!;
			candidates.delete(entity);
			const statement = (one: string, other: string) => `alter table ${one} rename to ${other};`;
			this.#add(entityRenamed(old.entity, entity), statement, old.name, name);
			renameTable(from, old, name, orm.driverName);
			old.entity = entity;
		}
	}

	/** Asks about each removed and added column of one type, even when MikroORM would not ask. */
	async columns({changedTables}: SchemaDifference): Promise<void> {
		const {from, to} = this.#comparison;
		for (const {toTable, removedColumns, addedColumns} of Object.values<any>(changedTables)) {
			const [before, after] = [tableOf(from, toTable.name), tableOf(to, toTable.name)];
			const candidates = new Map(
				namesOf(addedColumns).map(name => {
					const column = after.columns[name]!;
					return [column.property ?? name, column];
				}),
			);
			const least = (name: string) =>
				Math.min(...[...candidates.values()].map(one => differences(before.columns[name]!, one)));
			// A column with the definition of a new one is asked about before others.
			const removed = namesOf(removedColumns).toSorted((a, b) => least(a) - least(b));
			for (const name of removed) await this.#column(before, name, after.entity, candidates);
		}
	}

	/** @param candidates the columns that it may have become, by property */
	async #column(
		table: TableSnapshot,
		name: string,
		entity: string,
		candidates: Map<string, ColumnSnapshot>,
	): Promise<void> {
		const {from, orm} = this.#comparison;
		const column = table.columns[name]!;
		const {property: old = name, type} = column;
		const others = [...candidates.keys()];
		const property = await this.#renamedTo(
			{entity, property: old, type},
			mostAlikeFirst(old, others, other => differences(column, candidates.get(other)!)),
			other => candidates.get(other)!.type === type,
		);
		if (property === undefined) return;
		const renamed = candidates.get(property)!.name;
		candidates.delete(property);
		const alter = `alter table ${orm.quote(table.name)} rename column`;
		const statement = (one: string, other: string) => `${alter} ${one} to ${other};`;
		this.#add(propertyRenamed(entity, old, property), statement, name, renamed);
		renameColumn(from, table, name, renamed, orm);
	}

	/**
	 * @param names the likeliest first
	 * @param isAlike whether to ask about it; the others need a flag
	 */
	#renamedTo(
		gone: Pick<RenameQuestion, 'entity' | 'property' | 'type'>,
		names: string[],
		isAlike: (name: string) => boolean,
	): Promise<string | undefined> {
		const {app, questioner} = this.#comparison;
		const candidates = names.filter(isAlike);
		const others = names.filter(name => !candidates.includes(name));
		return questioner.renamedTo({app: app.label, ...gone, candidates, others});
	}

	#add(
		operation: Operation,
		statement: (from: string, to: string) => string,
		...names: [from: string, to: string]
	): void {
		const [from, to] = names.map(name => this.#comparison.orm.quote(name)) as typeof names;
		this.operations.push(operation);
		this.up.push(statement(from, to));
		this.down.unshift(statement(to, from));
	}
}

/** A generated column has no data of its own: if its expression changes, it is created again. */
function namesOf(columns: Record<string, any>): string[] {
	return Object.values(columns).flatMap(({name, generated}) => (generated ? [] : name));
}

function tableOf({tables}: Snapshot, name: string): TableSnapshot {
	return tables.find(table => table.name === name)!;
}

/** A pivot table has no entity of its own: its own name is there instead. */
function isOfEntity({name, entity}: TableSnapshot): boolean {
	return name !== entity;
}
