import {rowsInWords} from '../../../words/rows.ts';

/** The database did not say how many rows there are. */
export class Uncounted {
	/** In the database's words. */
	readonly reason: string;
	/** Of the driver's error. */
	readonly code: string | undefined;

	constructor(reason: string, code?: string) {
		this.reason = reason;
		this.code = code;
	}
}

/** A number of rows; where it could not be counted, the reason. It is never taken for zero. */
export type Count = number | Uncounted;

/** Whether there may be rows. */
export function mayBeSome(count: Count): boolean {
	return count instanceof Uncounted || count > 0;
}

/** `3 rows`, or `its rows (they could not be counted: …)` */
export function inWords(count: Count): string {
	if (!(count instanceof Uncounted)) return rowsInWords(count);
	return `its rows (they could not be counted: ${count.reason})`;
}

export function isCounted(count: Count): count is number {
	return !(count instanceof Uncounted);
}

/** `2 rows have`; `there may be rows that have` */
export function whichRows(count: Count, one: string, several: string): string {
	if (count instanceof Uncounted) {
		return `there may be rows (they could not be counted: ${count.reason}) that ${several}`;
	}
	return `${rowsInWords(count)} ${count === 1 ? one : several}`;
}

/** What becomes of a change that rows are in the way of. */
export function end(count: Count, isChanged: boolean): string {
	return isCounted(count) && !isChanged ? 'it will fail' : 'it may fail';
}

/** What a hazard says of its rows to programs. */
export function rowsOf(count: Count): {rows?: number} {
	return count instanceof Uncounted ? {} : {rows: count};
}
