import type {SchemaDifference} from '../engine/mikro-orm.ts';
import {type Fills, fillsOf} from '../mikro-orm/sqlite-rebuild.ts';
import {isConstant} from '../questions/answers.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {type TableName, tableKey} from '../schema/table-key.ts';
import type {Comparison} from './comparison.ts';
import {entityOf, propertyOf} from './operations.ts';

/** The values for existing rows when a column becomes NOT NULL, or is new and has no default. */
export class OneOffValues {
	readonly #comparison: Comparison;
	/** By table and column; undefined if whoever applies the migration takes care of the rows. */
	readonly #values = new Map<string, string | undefined>();
	/** The columns that are asked about in the direction of the change. */
	readonly #asked: Unfilled[] = [];
	/** The columns that something else fills. */
	readonly #leftOut = new Set<string>();

	constructor(comparison: Comparison) {
		this.#comparison = comparison;
	}

	async ask(difference: SchemaDifference): Promise<void> {
		const {app, from, to, renames, questioner} = this.#comparison;
		const nameOf = (schema: Snapshot, {table, column}: Unfilled) => ({
			app: app.label,
			entity: entityOf(to, table),
			property: propertyOf(schema, table, column),
		});
		for (const one of unfilledBackwards(difference)) {
			const value = questioner.backwardsDefault(nameOf(from, one));
			this.#values.set(keyOf(one), value);
		}
		for (const one of unfilled(difference)) {
			const now = {table: renames.before(one.table), column: renames.columnBefore(one)};
			const value = await questioner.oneOffDefault({...nameOf(to, one), ...one, ...now});
			this.#values.set(keyOf(one), value);
			this.#asked.push(one);
		}
	}

	/**
	 * From now on, leaves out the updates of rows that are filled in batches. Constant values of new columns need no
	 * update.
	 * @param isMeant whether the rows of a table are, by its name before the change
	 */
	async leaveOut(isMeant: (table: string) => Promise<boolean>): Promise<Update[]> {
		const {to, renames, orm} = this.#comparison;
		const updates: Update[] = [];
		for (const one of this.#asked) {
			const {table, column, reason} = one;
			const value = this.#values.get(keyOf(one));
			if (value === undefined || (reason === 'added' && isConstant(value))) continue;
			const [entity, property] = [entityOf(to, table), propertyOf(to, table, column)];
			// A table without an entity has no backfill.
			if (!orm.metadataOf(entity)?.properties[property]) continue;
			if (!(await isMeant(renames.before(table)))) continue;
			updates.push({table, column, entity, property, value});
			this.#leftOut.add(keyOf(one));
		}
		return updates;
	}

	/**
	 * Adds the values to the difference.
	 * @returns the statements before and after those that are generated from it
	 */
	fill(difference: SchemaDifference): {first: string[]; last: string[]} {
		const first: string[] = [];
		const last: string[] = [];
		for (const change of Object.values<any>(difference.changedTables)) {
			const fills: Fills = {};
			for (const one of unfilled({changedTables: [change]})) {
				const value = this.#values.get(keyOf(one));
				if (value !== undefined && !this.#leftOut.has(keyOf(one))) fills[one.column] = value;
			}
			if (this.#comparison.orm.driverName === 'sqlite') fillsOf.set(change, fills);
			else this.#fillInPlace(change, fills, first, last);
		}
		return {first, last};
	}

	/**
	 * Adds a column with a default that is dropped at the end. If its values depend on the row, adds it
	 * with NULL, updates it, and forbids NULL then, as for a column that exists.
	 */
	#fillInPlace(change: any, fills: Fills, first: string[], last: string[]): void {
		const {orm} = this.#comparison;
		const table = orm.quoteTable(change.toTable);
		for (const [name, value] of Object.entries(fills)) {
			const column = orm.quote(name);
			const added = change.addedColumns[name];
			if (added && !isConstant(value)) {
				const collate = added.collation ? ` collate ${orm.quote(added.collation)}` : '';
				const type = `${orm.typeOf(added)}${collate}`;
				first.push(`alter table ${table} add column ${column} ${type} null;`);
				const fromColumn = {...added, nullable: true, comment: undefined};
				const changedProperties = new Set(['nullable', ...(added.comment ? ['comment'] : [])]);
				delete change.addedColumns[name];
				change.fromTable.addColumn(fromColumn);
				change.changedColumns[name] = {
					...{oldColumnName: name, column: added, fromColumn, changedProperties},
				};
			}
			if (added && isConstant(value)) {
				const withDefault = Object.create(Object.getPrototypeOf(added));
				change.addedColumns[name] = Object.assign(withDefault, added, {default: value});
				last.push(`alter table ${table} alter column ${column} drop default;`);
			} else {
				first.push(`update ${table} set ${column} = ${value} where ${column} is null;`);
			}
		}
	}
}

interface Update {
	table: TableName;
	column: string;
	entity: string;
	property: string;
	value: string;
}

interface Unfilled {
	table: TableName;
	column: string;
	reason: 'added' | 'null';
}

function keyOf({table, column}: Unfilled): string {
	return JSON.stringify([tableKey(table), column]);
}

/** The columns that every row needs a value for, and that have no default. */
function unfilled({changedTables}: SchemaDifference): Unfilled[] {
	return Object.values<any>(changedTables).flatMap(change =>
		needingValues(change, change.addedColumns, 'column'),
	);
}

/** The columns that every row needs a value for when the change is unapplied. */
function unfilledBackwards({changedTables}: SchemaDifference): Unfilled[] {
	return Object.values<any>(changedTables).flatMap(change =>
		needingValues(change, change.removedColumns, 'fromColumn'),
	);
}

/** @param side of a changed column that rows are to have */
function needingValues(
	{toTable, changedColumns}: any,
	added: Record<string, any>,
	side: 'column' | 'fromColumn',
): Unfilled[] {
	const withoutDefault = Object.values(added).filter(column => column.default == null);
	const changed = Object.values<any>(changedColumns)
		.filter(({changedProperties}) => changedProperties.has('nullable'))
		.map(change => change[side]);
	const named = (columns: any[], reason: Unfilled['reason']) =>
		columns
			.filter(({nullable, generated, autoincrement}) => !nullable && !generated && !autoincrement)
			.map(({name}) => ({table: toTable, column: name, reason}));
	return [...named(withoutDefault, 'added'), ...named(changed, 'null')];
}
