import type {SchemaDifference} from '../engine/mikro-orm.ts';
import type {RenameQuestion} from '../questions/questioner.ts';
import type {ColumnSnapshot, Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import {isTable, type TableName} from '../schema/table-key.ts';
import type {Comparison} from './comparison.ts';
import {
	columnRenamed,
	entityRenamed,
	type Operation,
	propertyRenamed,
	tableRenamed,
} from './operations.ts';
import {differences, mostAlikeFirst, similarity} from './similarity.ts';

/**
 * Asks which tables and columns were renamed or moved to another schema, and renames them in the schema
 * that the entities are compared with, so that the differences that remain contain no renames.
 */
export class RenameDetector {
	readonly operations: Operation[] = [];
	readonly #comparison: Comparison;

	constructor(comparison: Comparison) {
		this.#comparison = comparison;
	}

	/**
	 * Asks about a removed and a new table if they share half of their columns; if just one entity was
	 * removed and one is new, if they share any.
	 */
	async tables({removedTables, newTables}: SchemaDifference): Promise<void> {
		const {from, to, renames} = this.#comparison;
		const removed = Object.values<any>(removedTables).map(table => tableOf(from, table));
		const added = Object.values<any>(newTables).map(table => tableOf(to, table));
		const isOnlyPair = [removed, added].every(tables => tables.filter(isOfEntity).length === 1);
		const candidates = new Map(added.map(table => [this.#labelOf(table, added), table]));
		for (const old of removed) {
			const least = isOnlyPair && isOfEntity(old) ? Number.MIN_VALUE : 0.5;
			const likeness = (entity: string) => similarity(old, candidates.get(entity)!);
			const entity = await this.#renamedTo(
				{entity: this.#labelOf(old, removed), place: this.#placeOf(old)},
				mostAlikeFirst(old.entity, [...candidates.keys()], entity => -likeness(entity)),
				entity => likeness(entity) >= least,
				entity => this.#placeOf(candidates.get(entity)!),
			);
			if (entity === undefined) continue;
			const renamed = candidates.get(entity)!;
			candidates.delete(entity);
			this.operations.push(
				old.entity === entity
					? tableRenamed(entity, this.#placeOf(old), this.#placeOf(renamed))
					: entityRenamed(old.entity, entity),
			);
			renames.table(from, old, renamed);
			old.entity = entity;
		}
	}

	/** Asks about each removed and added column of one type, even when MikroORM would not ask. */
	async columns({changedTables}: SchemaDifference): Promise<void> {
		const {from, to} = this.#comparison;
		for (const {toTable, removedColumns, addedColumns} of Object.values<any>(changedTables)) {
			const [before, after] = [tableOf(from, toTable), tableOf(to, toTable)];
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
		const {from, renames} = this.#comparison;
		const column = table.columns[name]!;
		const {property: old = name, type} = column;
		const others = [...candidates.keys()];
		const property = await this.#renamedTo(
			{entity, property: old, type, place: name},
			mostAlikeFirst(old, others, other => differences(column, candidates.get(other)!)),
			other => candidates.get(other)!.type === type,
			other => candidates.get(other)!.name,
		);
		if (property === undefined) return;
		const renamed = candidates.get(property)!.name;
		candidates.delete(property);
		this.operations.push(
			old === property
				? columnRenamed(entity, property, name, renamed)
				: propertyRenamed(entity, old, property),
		);
		renames.column(from, table, name, renamed);
	}

	/** Tables without an entity may have one name in several schemas. */
	#labelOf(table: TableSnapshot, among: TableSnapshot[]): string {
		const isOnly = among.every(one => one === table || one.entity !== table.entity);
		return isOnly ? table.entity : this.#placeOf(table);
	}

	#placeOf(table: TableName): string {
		return this.#comparison.orm.shortName(table);
	}

	/**
	 * @param names the likeliest first
	 * @param isAlike whether to ask about it; the others need a flag
	 */
	#renamedTo(
		gone: Pick<RenameQuestion, 'entity' | 'property' | 'type' | 'place'>,
		names: string[],
		isAlike: (name: string) => boolean,
		placeOf: (name: string) => string,
	): Promise<string | undefined> {
		const {app, questioner} = this.#comparison;
		const candidates = names.filter(isAlike);
		const others = names.filter(name => !candidates.includes(name));
		const places = Object.fromEntries(names.map(name => [name, placeOf(name)]));
		return questioner.renamedTo({app: app.label, ...gone, candidates, others, places});
	}
}

/** A generated column has no data of its own: if its expression changes, it is created again. */
function namesOf(columns: Record<string, any>): string[] {
	return Object.values(columns).flatMap(({name, generated}) => (generated ? [] : name));
}

function tableOf({tables}: Snapshot, table: TableName): TableSnapshot {
	return tables.find(isTable(table))!;
}

/** A pivot table has no entity of its own: its own name is there instead. */
function isOfEntity({name, entity}: TableSnapshot): boolean {
	return name !== entity;
}
