import type {Effect} from '../sql/effect.ts';
import type {Rebuild} from '../sql/rebuild.ts';
import type {NotNullChecks} from './not-null-checks.ts';
import type {Tables} from './tables/tables.ts';

/** What a statement would destroy, block or break. */
export interface Hazard {
	/** `DL001`, as docs/migrations.md lists them. */
	code: string;
	/** What would happen, and to how many rows. */
	warning: string;
	/** One sentence: the safer way. */
	safer: string;
	/** Whether existing rows would lose something. */
	losesData: boolean;
	/** Whether the database would refuse it because of existing rows. */
	fails: boolean;
	/** How many rows it concerns, if they could be counted. */
	rows?: number;
	/** `splitmigration` writes the safer way. */
	isSplit?: true;
}

export function hazard(
	code: string,
	warning: string,
	safer: string,
	{losesData = false, fails = false, rows}: Partial<Hazard> = {},
): Hazard {
	return {code, warning, safer, losesData, fails, ...(rows !== undefined && {rows})};
}

/** Finds the hazards of one kind. */
export type Rule = (effect: Effect, context: RuleContext) => AsyncIterable<Hazard>;

export interface RuleContext {
	tables: Tables;
	/** Whether the plan may have changed the rows of a table before: what is counted now may not hold then. */
	isChanged(table: string): boolean;
	/** The values of enum types that the plan makes. */
	enums: Map<string, string[]>;
	/** The constraints that the plan makes for new rows only, by `table.name`, as they are written. */
	notValidated: Map<string, string>;
	notNullChecks: NotNullChecks;
	/** The tables that the migration rebuilds. */
	rebuilds: Rebuild[];
	/** The functions that earlier statements of the plan define, in lower case. */
	routines: Set<string>;
	/** `table.column` of each column that an `update … where … is null` of the migration fills. */
	filled: Set<string>;
	/** `table.column` of each new column that accepts no NULL and that nothing fills. */
	unfilled: Set<string>;
	/** `table.column` of each column whose default the migration has dropped before. */
	droppedDefaults: Set<string>;
	/** The names of indexes and constraints that the migration has dropped before. */
	droppedIndexes: Set<string>;
}
