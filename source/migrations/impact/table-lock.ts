import type {QualifiedName} from '../sql/names.ts';

/** PostgreSQL's lock modes for tables that changes take, from the weakest to the strongest. */
export const lockModes = [
	'row exclusive',
	'share update exclusive',
	'share',
	'share row exclusive',
	'exclusive',
	'access exclusive',
] as const;
export type LockMode = (typeof lockModes)[number];

/** What a statement does to a table besides its work. */
export interface TableLock {
	table: QualifiedName;
	mode: LockMode;
	/** Whether all rows are written anew. Where it cannot be told, they are. */
	rewrites: boolean;
}

export function stronger(one: LockMode, other: LockMode): LockMode {
	return lockModes.indexOf(one) > lockModes.indexOf(other) ? one : other;
}
