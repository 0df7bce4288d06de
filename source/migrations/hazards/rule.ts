import type {Act} from './effect.ts';
import type {Hazard} from './hazard.ts';
import type {Rebuild} from './rebuild.ts';
import type {Tables} from './tables.ts';

/** What an act is judged by. */
export interface Context {
	tables: Tables;
	/** The values of types that the plan makes. */
	enums: Map<string, string[]>;
	rebuilds: Rebuild[];
	/** `table.column` of what an `update … where … is null` of the migration fills. */
	filled: Set<string>;
}

export type Rule = (act: Act, context: Context) => Hazard[] | Promise<Hazard[]>;

export const none: Hazard[] = [];
