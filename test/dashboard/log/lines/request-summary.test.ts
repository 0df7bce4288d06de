import assert from 'node:assert/strict';
import test from 'node:test';
import {chooseLook} from '../../../../source/dashboard/drawing/theme.ts';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {
	percentile,
	requestSummary as requestSummaries,
} from '../../../../source/dashboard/log/lines/request-summary.ts';
import {freshView} from '../../../../source/dashboard/state/state.ts';
import {drawLog} from '../../../support/drawn-panes.tsx';

const line = (second: number, status: number, milliseconds: number) =>
	`[23/Nov/2026 22:27:${String(second).padStart(2, '0')}] "GET /a HTTP/1.1" ${status} 0 ${milliseconds}ms`;

test('percentiles are values of the sample', () => {
	assert.equal(percentile([1, 2, 3, 4], 0.5), 2);
	assert.equal(percentile([1, 2, 3, 4], 0.95), 4);
	assert.equal(percentile([7], 0.95), 7);
});

const requestSummary = (store: LogStore, at: number) => requestSummaries(store, at)[0];

/** While the minute of the lines still goes on. */
const now = new Date(2026, 10, 23, 22, 27, 59, 500).getTime();

test('the summary has rate, times, failures and a chart, and follows the log', () => {
	chooseLook({colour: false, unicode: true});
	const store = new LogStore(0);
	assert.equal(requestSummary(store, now), undefined);
	store.push([line(0, 200, 10), line(1, 200, 20), 'else', line(59, 500, 400)]);
	assert.equal(
		requestSummary(store, now),
		'3/min at 22:27:59 p50 20ms p95 400ms 1 failed █          ▄',
	);
	store.push([line(59, 200, 30)]);
	assert.match(requestSummary(store, now)!, /^4\/min at 22:27:59 p50 20ms .* █ {10}█$/);
});

test('a short border leaves figures out, and cuts none', () => {
	const store = new LogStore(0);
	store.push([line(0, 200, 10), line(9, 500, 432)]);
	const view = freshView();
	const border = (columns: number) =>
		drawLog(store, view, {columns, rows: 5})
			.rows.at(-1)!
			.replace(/^[─-]+ | [─-]+$/g, '');
	for (let columns = 30; columns < 100; columns++)
		assert.match(border(columns), /^2 lines( {2}last at \S+( p50 10ms p95 432ms)? 1 failed)?$/);
});

test('a rate has its time, and disappears when its minute is over', () => {
	const store = new LogStore(0);
	store.push([line(0, 200, 10), line(9, 500, 20)]);
	const at = (minutes: number) => requestSummary(store, now + minutes * 60_000);
	assert.deepEqual(requestSummaries(store, now).slice(1), [
		'2/min at 22:27:09 p50 10ms p95 20ms 1 failed',
		'2/min at 22:27:09 1 failed',
	]);
	assert.match(at(0)!, /^2\/min at 22:27:09 p50 10ms p95 20ms 1 failed ██$/);
	assert.equal(at(1), 'last at 22:27:09 p50 10ms p95 20ms 1 failed');
	assert.equal(at(24 * 60), 'last at 2026-11-23 p50 10ms p95 20ms 1 failed');
	store.push(Array.from({length: 88}, () => line(9, 200, 20)));
	assert.match(at(0)!, /^1\.5\/s at 22:27:09/, 'of many, those in a second');
});

test('the chart is drawn in ASCII where needed', t => {
	chooseLook({colour: false, unicode: false});
	t.after(() => chooseLook({colour: false, unicode: true}));
	const store = new LogStore(0);
	store.push([line(0, 200, 10)]);
	assert.equal(
		requestSummary(store, now),
		'1/min at 22:27:00 p50 10ms p95 10ms',
		'one bar tells nothing',
	);
	store.push([line(9, 200, 10)]);
	assert.match(requestSummary(store, now)!, / ##$/);
});
