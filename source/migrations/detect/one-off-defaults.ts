import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import {type Fills, fillsOf} from '../mikro-orm/sqlite-rebuild.ts';
import type {Questioner} from '../questions/questioner.ts';
import type {Names} from './operations.ts';

/** What rows are filled with once where a column takes NULL no longer, or is new and has no default. */
export class OneOffValues {
	readonly #orm: MikroOrm;
	/** By table and column; undefined where the rows are left to whoever applies it. */
	readonly #values = new Map<string, string | undefined>();

	constructor(orm: MikroOrm) {
		this.#orm = orm;
	}

	/** @param from what the schema before calls its tables and columns */
	async ask(
		difference: SchemaDifference,
		app: string,
		{from, to}: {from: Names; to: Names},
		questioner: Questioner,
	): Promise<void> {
		for (const {table, column} of unfilledOnTheWayBack(difference)) {
			const [entity, property] = [to.entity(table), from.property(table, column)];
			const value = questioner.backwardsDefault?.({app, entity, property});
			this.#values.set(`${table}.${column}`, value);
		}
		for (const {table, column, reason} of unfilled(difference)) {
			const question = {
				app,
				entity: to.entity(table),
				property: to.property(table, column),
				...{table, column, reason},
			};
			this.#values.set(`${table}.${column}`, await questioner.oneOffDefault(question));
		}
	}

	/**
	 * Writes the values into the difference.
	 * @returns what runs before and after the statements that are generated from it
	 */
	fill(difference: SchemaDifference): {first: string[]; last: string[]} {
		const first: string[] = [];
		const last: string[] = [];
		for (const change of Object.values<any>(difference.changedTables)) {
			const fills = this.#fillsOf(change);
			if (this.#orm.driverName === 'sqlite') fillsOf.set(change, fills);
			else this.#fillInPlace(change, fills, first, last);
		}
		return {first, last};
	}

	#fillsOf(change: any): Fills {
		const fills: Fills = {};
		for (const {table, column} of unfilled({changedTables: [change]})) {
			const value = this.#values.get(`${table}.${column}`);
			if (value !== undefined) fills[column] = value;
		}
		return fills;
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

/** The same of the way back. */
function unfilledOnTheWayBack({changedTables}: SchemaDifference): Omit<Unfilled, 'reason'>[] {
	return Object.values<any>(changedTables).flatMap(change => {
		const removed = Object.values<any>(change.removedColumns);
		const loosened = Object.values<any>(change.changedColumns)
			.filter(({changedProperties}) => changedProperties.has('nullable'))
			.map(({fromColumn}) => fromColumn);
		return [...removed.filter(column => column.default == null), ...loosened]
			.filter(needsValue)
			.map(({name}) => ({table: change.toTable.name, column: name}));
	});
}

function needsValue(column: any): boolean {
	return !column.nullable && !column.generated && !column.autoincrement;
}
