import type {Effect} from './effect.ts';
import type {Rebuild} from './rebuild.ts';
import type {Tables} from './tables.ts';

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
}

export function hazard(
	code: string,
	warning: string,
	safer: string,
	{losesData = false, fails = false}: Partial<Pick<Hazard, 'losesData' | 'fails'>> = {},
): Hazard {
	return {code, warning, safer, losesData, fails};
}

/** Finds the hazards of one kind. */
export type Rule = (effect: Effect, context: RuleContext) => AsyncIterable<Hazard>;

export interface RuleContext {
	tables: Tables;
	/** The values of enum types that the plan makes. */
	enums: Map<string, string[]>;
	/** The tables that the migration rebuilds. */
	rebuilds: Rebuild[];
	/** `table.column` of each column that an `update … where … is null` of the migration fills. */
	filled: Set<string>;
}
