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
		}
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
				if (value !== undefined) fills[one.column] = value;
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
