import {duration} from '../../../words/duration.ts';
import {clock} from '../../drawing/times.ts';
import type {LogTimes} from '../../state/state.ts';
import type {LogStore} from '../file/log-store.ts';
import {requestTime} from './request-line.ts';
import {structuredLine} from './structured-line.ts';

/** Shown for a line without a known time. */
const blankTime = ' '.repeat(9);

export function blankCell(mode: LogTimes): string {
	return mode === 'off' ? '' : blankTime;
}

/** Arrivals to remember at least: an hour of ten a second. */
const most = 36_000;

/**
 * When lines came that do not contain a time. For lines that were in the file before, and for those of long ago,
 * it is not known.
 */
export class LineTimes {
	/** Arrival times by the first line of each batch, ascending. */
	#batches: {from: number; at: number | undefined}[] = [];
	#known = 0;

	note(store: LogStore): void {
		if (store.total === this.#known) return;
		this.#batches.push({from: this.#known, at: this.#known === 0 ? undefined : Date.now()});
		this.#known = store.total;
		if (this.#batches.length > 2 * most) this.#batches.splice(0, most);
	}

	of(store: LogStore, number: number): Date | undefined {
		const line = store.line(number);
		const own = requestTime(line) ?? structuredLine(line)?.time;
		if (own) return own;
		const at = this.#batches.findLast(({from}) => from <= number)?.at;
		return at === undefined ? undefined : new Date(at);
	}

	/** The time column of a line. @param above the line above it, if there is one */
	cell(store: LogStore, number: number, above: number | undefined, mode: LogTimes): string {
		if (mode === 'off') return '';
		const time = this.of(store, number);
		if (!time) return blankTime;
		if (mode === 'clock') return `${clock(time)} `;
		const before = above === undefined ? undefined : this.of(store, above);
		const passed = before ? `+${duration(Math.max(0, time.getTime() - before.getTime()))}` : '';
		return `${passed.padStart(8)} `;
	}
}
