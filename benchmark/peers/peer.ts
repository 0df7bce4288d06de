import type {Finished} from '../measure.ts';

/** What is measured, in its order. */
export const rows = {
	first: 'first migrations of 500 entities in 10 apps',
	changed: 'one property more in 500 entities',
	nothing: 'makemigrations where nothing has changed, 500 entities',
	whole: 'status where nothing has changed, 500 entities',
	version: '--version',
	apply: 'apply 500 migrations, SQLite',
	status: 'show 500 applied migrations',
};

export type Row = keyof typeof rows;

/** One job as one program does it. */
export interface Job {
	cwd: string;
	words: string[];
	env?: Record<string, string>;
	/** Puts everything where it was before the first round; not timed. */
	prepare(): void;
	/** Whether the work was done; nothing is believed. */
	isDone(finished: Finished): boolean;
	/** What makes the comparison unequal. */
	remark?: string;
}

export interface Peer {
	name: string;
	jobs: Partial<Record<Row, Job>>;
}
