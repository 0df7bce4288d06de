import assert from 'node:assert/strict';
import test from 'node:test';
import type {Backfilling} from '../../source/runs/events.ts';
import {ProgressLine} from '../../source/terminal/progress-line.ts';

const event: Backfilling = {
	...{type: 'backfilling', migration: 'shop.0003_fill', filled: 1000, total: 5000},
	...{perSecond: 100, remaining: 40, batch: 100, pace: 'normal'},
};
const text = '    1,000 of 5,000 rows, 100 per second, 40 s left...';

test('a terminal gets one line that is written again', () => {
	const line = new ProgressLine(() => 80);
	assert.equal(line.next(event, 0), `\n${text}`);
	assert.equal(line.next(event, 1), `\r\u001B[K${text}`);
	assert.equal(line.end(), '');
	assert.equal(line.next(event, 2), `\n${text}`, 'below what was written in between');
	assert.equal(new ProgressLine(() => 20).next(event).length, 20, 'it never wraps');
	assert.equal(line.end(true), '\n', 'a line of its own comes below');
	assert.equal(line.end(true), '');
});

test('elsewhere a line is written every ten seconds, when the pace changes, and at the end', () => {
	const line = new ProgressLine(() => undefined);
	assert.equal(line.next(event, 0), '');
	assert.equal(line.next(event, 9999), '');
	assert.equal(line.next(event, 10_000), `\n${text}`);
	assert.equal(line.end(), '');
	assert.match(line.next({...event, remaining: null, pace: 'paused'}, 10_001), /1,000 .*, paused/);
	assert.equal(line.next({...event, remaining: null, pace: 'paused'}, 10_002), '');
	assert.match(line.end(), /paused\.\.\.$/);
	assert.equal(line.end(), '', 'once');
});
