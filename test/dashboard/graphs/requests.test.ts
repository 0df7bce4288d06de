import assert from 'node:assert/strict';
import test from 'node:test';
import {Requests} from '../../../source/dashboard/graphs/requests.ts';

const now = new Date(2026, 10, 23, 22, 27, 59).getTime();

/** So many seconds ago. */
function line(ago: number, status = 200, milliseconds = 10): string {
	const [, month, day, year, clock] = new Date(now - ago * 1000).toString().split(' ');
	return `[${day}/${month}/${year} ${clock}] "GET /a HTTP/1.1" ${status} 0 ${milliseconds}ms`;
}

function counted(...lines: string[]): Requests {
	const requests = new Requests(0);
	requests.take(lines, now);
	return requests;
}

test('requests of the last ten minutes count, other lines and older ones do not', () => {
	const requests = new Requests(0);
	requests.take(['Listening', line(601)], now);
	assert.equal(requests.areRecent(now), false);
	requests.take([line(599), '{"level":30,"msg":"GET /a HTTP/1.1"}'], now);
	assert.equal(requests.areRecent(now), true);
	assert.equal(requests.areRecent(now + 2000), false, 'it is over by itself');
});

test('bytes count as their lines do', () => {
	const requests = new Requests(0);
	requests.take(Buffer.from(`Listening\n${line(1)}\n[info] x\n${line(2, 500)}\n`), now);
	assert.deepEqual([requests.perSecond(now) > 0, requests.errors(now)], [true, 1]);
});

test('the rate is that of the last seconds', () => {
	// The piece has begun four seconds ago.
	const requests = counted(...Array.from({length: 90}, (_, index) => line(Math.floor(index / 10))));
	assert.equal(requests.perSecond(now), 10);
	assert.equal(requests.perSecond(now + 60_000), 0);
	assert.deepEqual(
		requests
			.rates(120, now)
			.slice(-3)
			.map(({value}) => value),
		[0, 8, 10],
		'a moment does not count as less than a piece',
	);
});

test('errors of the server and reloads are told in their part of the graph', () => {
	const requests = counted(line(300, 500), line(299, 404), line(1));
	requests.reloaded(now);
	assert.equal(requests.errors(now), 1);
	const points = requests.rates(10, now);
	const numbers = (key: 'isBad' | 'isMarked') =>
		points.flatMap((point, index) => (point[key] ? [index] : []));
	assert.deepEqual([numbers('isBad'), numbers('isMarked')], [[4], [9]]);
});

test('percentiles are those of all requests, and of each part', () => {
	const many = Array.from({length: 19}, () => line(1, 200, 5));
	const requests = counted(...many, line(1, 200, 1234), line(100, 200, 70));
	assert.equal(requests.percentile(0.5, now), 5);
	assert.equal(requests.percentile(0.95, now), 70);
	assert.equal(requests.percentile(1, now), 1200, 'long ones in two digits');
	const values = requests.percentiles(0.95, 10, now).map(({value}) => value);
	assert.deepEqual(values.slice(-3), [0, 70, 5]);
});

test('a clock that is ahead counts as now', () => {
	const requests = counted(line(-3600));
	assert.equal(requests.areRecent(now), true);
	assert.ok(requests.perSecond(now) > 0);
});

test('listeners hear of requests only', () => {
	const requests = new Requests(0);
	let heard = 0;
	requests.subscribe(() => heard++);
	requests.take(['Listening'], now);
	assert.equal(heard, 0);
	requests.take([line(1)], now);
	assert.equal(heard, 1);
});
