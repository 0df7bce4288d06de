import {glyphs} from '../theme.ts';
import type {LogStore} from './log-store.ts';
import {type LoggedRequest, loggedRequest} from './request-line.ts';

/** So many of the last requests are summed up. */
const kept = 1000;
const bars = 12;
/** What one bar of the small chart stands for, in milliseconds. */
const barTime = 5000;

interface Tally {
	/** The line up to which the log was read. */
	upTo: number;
	requests: LoggedRequest[];
	errors: number;
}

const tallies = new WeakMap<LogStore, Tally>();

/**
 * `0.4/s p50 12ms p95 41ms 1 failed ▁▁▃`: the last minute of the log, up to its last request.
 * The chart is there once it has two bars. @returns nothing where the log has no requests
 */
export function requestSummary(store: LogStore): string | undefined {
	const {requests, errors} = tallied(store);
	const newest = requests.at(-1);
	if (!newest) return undefined;
	const counts = perBar(requests, newest.at);
	const inLastMinute = counts.reduce((sum, count) => sum + count, 0);
	const sorted = requests.map(({milliseconds}) => milliseconds).sort((a, b) => a - b);
	return [
		`${(inLastMinute / 60).toFixed(1)}/s`,
		`p50 ${percentile(sorted, 0.5)}ms`,
		`p95 ${percentile(sorted, 0.95)}ms`,
		...(errors > 0 ? [`${errors} failed`] : []),
		...(counts.filter(count => count > 0).length > 1 ? [chart(counts)] : []),
	].join(' ');
}

/** Each line is looked at once. */
function tallied(store: LogStore): Tally {
	const tally = tallies.get(store) ?? {upTo: store.first, requests: [], errors: 0};
	tallies.set(store, tally);
	for (let index = Math.max(tally.upTo, store.first); index < store.total; index++) {
		const request = loggedRequest(store.line(index));
		if (!request) continue;
		tally.requests.push(request);
		if (request.status >= 500) tally.errors++;
	}
	tally.upTo = store.total;
	tally.requests = tally.requests.slice(-kept);
	return tally;
}

function perBar(requests: LoggedRequest[], newest: number): number[] {
	const counts = Array.from({length: bars}, () => 0);
	for (const {at} of requests) {
		const bar = bars - 1 - Math.floor((newest - at) / barTime);
		if (bar >= 0) counts[Math.min(bar, bars - 1)]!++;
	}
	return counts;
}

/** @param sorted ascending, not empty */
export function percentile(sorted: number[], part: number): number {
	return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]!;
}

function chart(counts: number[]): string {
	const highest = Math.max(1, ...counts);
	const levels = [...glyphs.bars];
	return counts
		.map(count => levels[Math.ceil((count / highest) * (levels.length - 1))])
		.join('')
		.trimStart();
}
