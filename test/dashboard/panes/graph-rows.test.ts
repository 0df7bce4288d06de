import assert from 'node:assert/strict';
import test from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {Requests} from '../../../source/dashboard/graphs/requests.ts';
import {requestRows, requestsInShort} from '../../../source/dashboard/panes/graph-rows.ts';

const now = new Date(2026, 10, 23, 22, 27, 59).getTime();
const at = '[23/Nov/2026 22:27:5';

function busy(): Requests {
	const requests = new Requests(0);
	for (let index = 0; index < 120; index++) {
		const [status, milliseconds] = [index === 7 ? 503 : 200, index];
		requests.take([`${at}${index % 10}] "GET /a HTTP/1.1" ${status} 0 ${milliseconds}ms`], now);
	}
	return requests;
}

const looks = [
	{colour: false, unicode: true},
	{colour: false, unicode: false},
];
test.beforeEach(() => chooseLook(looks[0]!));
test.afterEach(() => chooseLook(looks[0]!));

test('a row fits any width, and a wider one tells as much', () => {
	const requests = busy();
	const facts = [/req\/s/, /1 error/, /p95 \d+ms/, /p50 \d+ms/];
	for (const look of looks) {
		chooseLook(look);
		let before = 0;
		for (let columns = 18; columns <= 500; columns++) {
			const [row] = requestRows(requests, columns, 1, now);
			assert.ok(widthOf(row!) <= columns, `${columns}: ${row}`);
			const told = facts.findIndex(fact => !fact.test(row!));
			assert.ok(told === -1 || told >= before, `${columns}: ${row}`);
			before = told === -1 ? facts.length : told;
		}
		assert.equal(before, facts.length);
	}
});

test('numbers do not move what is beside them', () => {
	const requests = busy();
	const places = [0, 5000, 60_000].map(later => {
		const [row] = requestRows(requests, 100, 1, now + later);
		return [row!.indexOf(' req/s'), row!.indexOf('p50'), row!.indexOf('p95')];
	});
	assert.deepEqual(places, [places[0], places[0], places[0]]);
});

test('a higher graph has its words at the bottom', () => {
	const rows = requestRows(busy(), 60, 3, now);
	assert.equal(rows.length, 3);
	assert.deepEqual(
		rows.map(row => row.includes('req/s')),
		[false, false, true],
	);
	assert.match(rows[0]!, /^ {12,}[^ ]/);
});

test('in short it is the rate with a small graph, and nothing without requests', () => {
	assert.deepEqual(requestsInShort(new Requests(0), now), []);
	const [longest, ...shorter] = requestsInShort(busy(), now);
	assert.match(longest!, /^13 req\/s {10}⢸$/);
	assert.equal(shorter.at(-1), '13 req/s');
});
