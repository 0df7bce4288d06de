import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {blankCell, LineTimes} from '../../../../source/dashboard/log/lines/line-times.ts';

function linesFrom(t: test.TestContext) {
	t.mock.timers.enable({apis: ['Date'], now: new Date(2026, 10, 24, 9, 8, 7)});
	const store = new LogStore(0);
	const times = new LineTimes();
	store.subscribe(() => times.note(store));
	store.push(['of the file', '[24/Nov/2026 09:08:01] "GET / HTTP/1.1" 200 0 1ms']);
	store.push(['live']);
	return {store, times};
}

test('a line’s own time counts, else when it came; of the file’s lines nothing is known', t => {
	const {store, times} = linesFrom(t);
	assert.equal(times.of(store, 0), undefined);
	assert.equal(times.of(store, 1)!.getSeconds(), 1);
	assert.equal(times.of(store, 2)!.getSeconds(), 7);
});

test('the cell is a clock, or the time since the line above', t => {
	const {store, times} = linesFrom(t);
	assert.equal(times.cell(store, 2, 1, 'off'), '');
	assert.equal(times.cell(store, 2, 1, 'clock'), '09:08:07 ');
	assert.equal(times.cell(store, 2, 1, 'delta'), '   +6.0s ');
	assert.equal(times.cell(store, 1, 0, 'delta'), blankCell('delta'));
});

test('of a log that is always busy, only the last arrivals are remembered', t => {
	const {store, times} = linesFrom(t);
	for (let line = 0; line < 100_000; line++) store.push(['busy']);
	assert.equal(times.of(store, 2), undefined);
	assert.equal(times.of(store, 90_000)!.getSeconds(), 7);
});
