import {glyphs} from '../../drawing/theme.ts';
import {shortTime} from '../../drawing/times.ts';
import type {LogStore} from '../file/log-store.ts';
import {type LoggedRequest, loggedRequest} from './request-line.ts';

/** How many of the last requests are counted. */
const kept = 1000;
const bars = 12;
/** Milliseconds per bar of the chart. */
const barTime = 5000;

interface Tally {
	upTo: number;
	requests: LoggedRequest[];
	errors: number;
}

const tallies = new WeakMap<LogStore, Tally>();

/**
 * `24/min at 14:05:09 p50 12ms p95 41ms 1 failed ▁▁▃`: the minute up to the last request, or only
 * `last at 14:05:09` if it is longer ago. This stays true, because nothing redraws it.
 * @param now in milliseconds since 1970
 * @returns the same in shorter and shorter forms; nothing if the log has no requests
 */
export function requestSummary(store: LogStore, now = Date.now()): string[] {
	const {requests, errors} = tallied(store);
	const newest = requests.at(-1);
	if (!newest) return [];
	const sorted = requests.map(({milliseconds}) => milliseconds).sort((a, b) => a - b);
	const counts = now - newest.at < bars * barTime ? perBar(requests, newest.at) : [];
	const time = shortTime(new Date(newest.at).toISOString(), new Date(now));
	const when = `${counts.length > 0 ? rate(counts) : 'last'} at ${time}`;
	const middle = `p50 ${percentile(sorted, 0.5)}ms`;
	const most = `p95 ${percentile(sorted, 0.95)}ms`;
	const failed = errors > 0 ? [`${errors} failed`] : [];
	const bar = counts.filter(count => count > 0).length > 1 ? [chart(counts)] : [];
	return [
		[when, middle, most, ...failed, ...bar],
		[when, middle, most, ...failed],
		[when, ...failed],
	].map(parts => parts.join(' '));
}

function rate(counts: number[]): string {
	const inLastMinute = counts.reduce((sum, count) => sum + count, 0);
	return inLastMinute < 60 ? `${inLastMinute}/min` : `${(inLastMinute / 60).toFixed(1)}/s`;
}

/** Each line is read once. */
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
