import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/log-store.ts';
import {loggedRequest} from '../../../source/dashboard/log/request-line.ts';
import {percentile, requestSummary} from '../../../source/dashboard/log/request-summary.ts';
import {chooseLook} from '../../../source/dashboard/theme.ts';

const line = (second: number, status: number, milliseconds: number) =>
	`[23/Nov/2026 22:27:${String(second).padStart(2, '0')}] "GET /a HTTP/1.1" ${status} 0 ${milliseconds}ms`;

test('a request is read from our own line and from pino-http’s', () => {
	const at = new Date(2026, 10, 23, 22, 27, 35).getTime();
	assert.deepEqual(loggedRequest(line(35, 302, 12)), {status: 302, milliseconds: 12, at});
	const record = {level: 30, time: at, req: {}, res: {statusCode: 500}, responseTime: 7, msg: 'x'};
	assert.deepEqual(loggedRequest(JSON.stringify(record)), {status: 500, milliseconds: 7, at});
	assert.equal(loggedRequest('GET /a'), undefined);
});

test('percentiles are values that occurred', () => {
	assert.equal(percentile([1, 2, 3, 4], 0.5), 2);
	assert.equal(percentile([1, 2, 3, 4], 0.95), 4);
	assert.equal(percentile([7], 0.95), 7);
});

test('the summary tells rate, times, failures and a small chart, and grows with the log', () => {
	chooseLook({colour: false, unicode: true});
	const store = new LogStore(0);
	assert.equal(requestSummary(store), undefined);
	store.push([line(0, 200, 10), line(1, 200, 20), 'else', line(59, 500, 400)]);
	assert.equal(requestSummary(store), '0.1/s p50 20ms p95 400ms 1 failed █          ▄');
	store.push([line(59, 200, 30)]);
	assert.match(requestSummary(store)!, /^0\.1\/s p50 20ms .* █ {10}█$/);
});

test('the chart has signs of its own in ASCII', t => {
	chooseLook({colour: false, unicode: false});
	t.after(() => chooseLook({colour: false, unicode: true}));
	const store = new LogStore(0);
	store.push([line(0, 200, 10)]);
	assert.equal(requestSummary(store), '0.0/s p50 10ms p95 10ms', 'one bar tells nothing');
	store.push([line(9, 200, 10)]);
	assert.match(requestSummary(store)!, / ##$/);
});
