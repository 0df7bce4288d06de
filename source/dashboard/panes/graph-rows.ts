import {duration} from '../../words/duration.ts';
import {plural} from '../../words/plural.ts';
import {sizeInWords} from '../../words/size.ts';
import {widthOf} from '../drawing/cells.ts';
import {graph, type Point, pointsIn} from '../drawing/graph.ts';
import {paint} from '../drawing/theme.ts';
import type {Requests} from '../graphs/requests.ts';
import type {Usage} from '../graphs/usage.ts';

/** Columns of texts, so that nothing moves when a number changes. */
const headColumns = '1234 req/s'.length;
const timeColumns = 'p95 123ms'.length;
const timesColumns = 2 * timeColumns + 2;
const errorColumns = '123 errors'.length;
/** Between two graphs or texts. */
const gap = 2;

interface Plan {
	/** Of each graph; all divide ten minutes into whole pieces. */
	width: number;
	/** For the times of responses; 0 without them. */
	times: number;
	hasTimeGraph: boolean;
	hasErrors: boolean;
}

const full = {times: timesColumns, hasTimeGraph: true, hasErrors: true};
const without50 = {...full, times: timeColumns};
const oneGraph = {...without50, hasTimeGraph: false};
const withoutTimes = {...oneGraph, times: 0};
const bare = {...withoutTimes, hasErrors: false};

/** From the most to the least; what is least important is left out first. */
const plans: Plan[] = [
	...[60, 30, 20, 15].map(width => ({...full, width})),
	...[15, 12].map(width => ({...without50, width})),
	...[20, 15, 10].map(width => ({...oneGraph, width})),
	...[15, 10, 6].map(width => ({...withoutTimes, width})),
	...[10, 6, 0].map(width => ({...bare, width})),
];

function planFor(columns: number): Plan {
	return plans.find(plan => columnsOf(plan) <= columns) ?? plans.at(-1)!;
}

function columnsOf({width, times, hasTimeGraph, hasErrors}: Plan): number {
	const parts = [headColumns, width, times, hasTimeGraph ? width : 0, hasErrors ? errorColumns : 0];
	const shown = parts.filter(columns => columns > 0);
	return shown.reduce((sum, columns) => sum + columns, gap * (shown.length - 1));
}

/** `42 req/s ⣀⣤⣶ p50 4ms p95 18ms ⣀⣠⣤ 2 errors`: the last ten minutes. */
export function requestRows(
	requests: Requests,
	columns: number,
	height = 1,
	now = Date.now(),
): string[] {
	const {width, times, hasTimeGraph, hasErrors} = planFor(columns);
	const rates = requests.rates(pointsIn(width), now);
	const slow = hasTimeGraph ? requests.percentiles(0.95, pointsIn(width), now) : [];
	return beside(height, [
		[rateText(requests.perSecond(now)).padStart(headColumns)],
		drawn(rates, 1, height),
		times > 0 ? [timesText(requests, times, now)] : [],
		drawn(slow, 10, height),
		hasErrors ? [errorText(requests.errors(now))] : [],
	]);
}

/** `cpu 12 % ⣀⣤⣶ memory 118 MB` */
export function usageRows(usage: Usage, columns: number, height = 1, now = Date.now()): string[] {
	const {shown} = usage.snapshot();
	if (!shown) return [];
	const {width, times, hasErrors} = planFor(columns);
	const size = sizeInWords(shown.memory);
	return beside(height, [
		[`cpu${String(shown.cpu).padStart(headColumns - 5)} %`],
		drawn(usage.percentages(pointsIn(width), now), 100, height),
		times > 0 ? [`memory ${size}`] : hasErrors ? [size] : [],
	]);
}

/** In the longest and in shorter forms; nothing without requests. */
export function requestsInShort(requests: Requests, now = Date.now()): string[] {
	if (!requests.areRecent(now)) return [];
	const rate = rateText(requests.perSecond(now));
	const small = [10, 6, 5].map(width => drawn(requests.rates(pointsIn(width), now), 1, 1));
	return [...small.map(([row]) => `${rate} ${row}`), rate];
}

function rateText(perSecond: number): string {
	const digits = perSecond > 0 && perSecond < 9.95 ? 1 : 0;
	return `${perSecond.toFixed(digits)} req/s`;
}

function timesText(requests: Requests, columns: number, now: number): string {
	const text = (part: number) =>
		`p${part * 100} ${duration(requests.percentile(part, now))}`.padEnd(timeColumns);
	const parts = columns < timesColumns ? [0.95] : [0.5, 0.95];
	return parts.map(text).join('  ');
}

function errorText(errors: number): string {
	return errors === 0 ? '' : paint('error', plural(errors, 'error'));
}

/** @param least what fills the height at least: otherwise a single request would */
function drawn(points: Point[], least: number, height: number): string[] {
	if (points.length === 0) return [];
	return graph(points, Math.max(least, ...points.map(({value}) => value)), height);
}

/** Blocks side by side; those that are lower stand at the bottom. */
function beside(height: number, blocks: string[][]): string[] {
	const shown = blocks.filter(block => block.length > 0);
	return Array.from({length: height}, (_, row) =>
		shown
			.map(block => block[block.length - height + row] ?? blank(block))
			.join(' '.repeat(gap))
			.trimEnd(),
	);
}

function blank(block: string[]): string {
	return ' '.repeat(Math.max(...block.map(widthOf)));
}
