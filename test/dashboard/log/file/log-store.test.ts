import assert from 'node:assert/strict';
import {truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {ByteReader} from '../../../../source/runs/files/byte-reader.ts';
import {temporaryFolder} from '../../../support/project.ts';

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

/** A store that has read a file as the dashboard does it. */
function readStore(t: TestContext, text: string | Buffer, capacity: number) {
	const file = path.join(temporaryFolder(t), 'server.log');
	writeFileSync(file, text);
	const store = new LogStore(0, capacity);
	const take = store.push.bind(store);
	const reader = new ByteReader(file, take, {longestLine: 8000, onSkipped: () => {}});
	t.after(() => {
		reader.close();
		store.scrollback.close();
	});
	reader.read(1000);
	return {file, store, reader};
}

const all = (store: LogStore) =>
	Array.from({length: store.total - store.oldest}, (_, index) => store.line(store.oldest + index));

test('bytes are the lines of their text, whatever they are, without headers of the log', t => {
	const header = '# quarterdeck log gen=1 runId=a\n';
	const odd = Buffer.concat([
		Buffer.from(`${header}crlf\r\n\n\ttab\n`),
		Buffer.from([0xff, 0x61, 0xe2, 0x82, 0x0a]),
		Buffer.from(`${header}\u001B[31mred\n${'x'.repeat(9000)}\n# other\nnot yet`),
	]);
	const {store} = readStore(t, odd, 100);
	assert.equal(store.total, 7);
	assert.deepEqual(all(store), [
		'crlf\r',
		'',
		'\ttab',
		'\uFFFDa\uFFFD',
		'\u001B[31mred',
		`${'x'.repeat(8000)}…`,
		'# other',
	]);
});

test('the last lines stay when the file is emptied', t => {
	const {file, store} = readStore(t, 'one\ntwo\n', 100);
	truncateSync(file);
	assert.deepEqual(all(store), ['one', 'two']);
});

test('a line is the same while it is new, in memory, and once only the file has it', t => {
	const lines = Array.from(
		{length: 20_000},
		(_, index) => `line ${index} ${'é'.repeat(index % 50)}`,
	);
	const {file, store, reader} = readStore(t, '', 1000);
	for (let end = 0; end < lines.length; end += 700) {
		writeFileSync(file, `${lines.slice(end, end + 700).join('\n')}\n`, {flag: 'a'});
		reader.read(1000);
		// What is drawn now is asked for again when it has left memory.
		for (const number of [0, end >> 1, end, store.total - 1]) {
			assert.equal(store.line(number), lines[number]);
		}
	}
	assert.equal(store.total, lines.length);
	assert.ok(store.scrollback.memory.first > 15_000);
	assert.deepEqual(all(store), lines);
});
