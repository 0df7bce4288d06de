import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';

test('a ring keeps the newest lines only', () => {
	const store = new LogStore(0, 3);
	store.push(['0', '1', '2', '3', '4']);
	assert.deepEqual([store.first, store.oldest, store.total], [2, 2, 5]);
	assert.deepEqual(
		[1, 2, 4].map(number => store.line(number)),
		['', '2', '4'],
	);
	assert.equal(store.wholeLine(4), '4');
});

test('in a flood frames become rarer, and normal again after it', t => {
	t.mock.timers.enable({apis: ['setTimeout']});
	t.mock.method(performance, 'now', () => now);
	let now = 0;
	const store = new LogStore(50);
	const notified: number[] = [];
	store.subscribe(() => notified.push(now));
	const run = (until: number) => {
		for (; now < until; now++) {
			if (now < 1000) store.push(Array(10).fill('line'));
			else if (now % 10 === 0) store.push(['line']);
			t.mock.timers.tick(1);
		}
	};
	run(1000);
	const inFlood = notified.length;
	assert.ok(inFlood <= 4, `${inFlood} frames for 10 000 lines`);
	run(2000);
	assert.ok(notified.length - inFlood > 10, 'one line every ten milliseconds is no flood');
});

test('lines behind some that nobody has read get numbers far away', () => {
	const store = new LogStore(0, 10);
	store.push(['0', '1']);
	const stretch = {path: '/none', device: 0, inode: 0};
	store.push(['a', 'b'], {stretch, start: 1000, end: 1004});
	assert.equal(store.line(store.total - 1), 'b');
	assert.ok(store.first > 1_000_000);
	assert.equal(store.line(1), '', 'the lines before are gone');
});
