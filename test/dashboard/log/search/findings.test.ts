import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {Findings, indexFrom} from '../../../../source/dashboard/log/search/findings.ts';
import {stopTime} from '../../../support/clock.ts';

const even = {key: 'even', passes: (line: string) => Number(line) % 2 === 0, mayPass: () => true};
const lines = (from: number, to: number) =>
	Array.from({length: to - from}, (_, index) => String(from + index));

test('the place in an ascending list is found', () => {
	assert.deepEqual(
		[0, 3, 4, 9].map(number => indexFrom([1, 3, 5], number)),
		[0, 1, 2, 3],
	);
	assert.equal(indexFrom([], 1), 0);
});

test('lines in memory are counted once, and new ones are missing until they are searched', () => {
	const store = new LogStore(0);
	const found = new Findings(store, even);
	store.push(lines(0, 5));
	assert.equal(found.lacksMemory, true);
	found.lookAtMemory(Number.POSITIVE_INFINITY);
	assert.equal(found.lacksMemory, false);
	assert.equal(found.count, 3);
	assert.deepEqual(found.linesIn(store.scrollback.blocks.lastId), [0, 2, 4]);
	store.push(lines(5, 7));
	assert.equal(found.lacksMemory, true);
});

test('when the time is over the older blocks wait', t => {
	const time = stopTime(t);
	const store = new LogStore(0);
	store.push(lines(0, 500));
	store.push(lines(500, 600));
	const passes = (line: string) => {
		time.goOn(1);
		return even.passes(line);
	};
	const slow = {...even, passes};
	const found = new Findings(store, slow);
	found.lookAtMemory(performance.now() + 5);
	assert.equal(found.count, 50);
	assert.equal(found.lacksMemory, true);
	assert.equal(found.countIn(store.scrollback.blocks.firstId), undefined);
});

test('lines that leave memory and are in no file no longer count', () => {
	const store = new LogStore(0, 10);
	const found = new Findings(store, even);
	store.push(lines(0, 10));
	found.lookAtMemory(Number.POSITIVE_INFINITY);
	store.push(lines(10, 15));
	found.lookAtMemory(Number.POSITIVE_INFINITY);
	assert.equal(found.count, 5);
});
