import assert from 'node:assert/strict';
import {appendFileSync, renameSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import type {LinesPlace} from '../../../source/runs/files/byte-reader.ts';
import {followLines} from '../../../source/runs/files/follow-file.ts';
import {LineReader} from '../../../source/runs/files/line-reader.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

interface Tail {
	file: string;
	lines: string[];
	skipped: () => number;
	until: (line: string) => Promise<unknown>;
	readOn: () => void;
	stop: () => void;
}

/** Follows a log that begins with the text; undefined for one that is not there yet. */
function follow(t: TestContext, text: string | undefined, fromEnd?: number): Tail {
	const file = path.join(temporaryFolder(t), 'server.log');
	if (text !== undefined) writeFileSync(file, text);
	const lines: string[] = [];
	let skipped = 0;
	const following = followLines(file, more => lines.push(...more), {
		fromEnd,
		interval: 20,
		longestLine: 8000,
		onSkipped: bytes => {
			skipped += bytes;
		},
	});
	t.after(() => following.stop());
	return {
		file,
		lines,
		skipped: () => skipped,
		readOn: () => following.readOn(),
		until: line => until(`the line ${line} is read`, () => lines.includes(line)),
		stop: () => following.stop(),
	};
}

test('lines are passed on whole, from before the file exists until it is stopped', async t => {
	const {file, lines, until, stop} = follow(t, undefined);
	writeFileSync(file, 'one\ntw');
	await until('one');
	appendFileSync(file, 'o\nthrée\n');
	await until('thrée');
	assert.deepEqual(lines, ['one', 'two', 'thrée']);
	appendFileSync(file, 'last\n');
	stop();
	assert.equal(lines.at(-1), 'last');
});

test('continues with the new file after a rotation', async t => {
	const {file, lines, until} = follow(t, 'old\n');
	assert.deepEqual(lines, ['old']);
	renameSync(file, `${file}.1`);
	writeFileSync(file, 'new\n');
	await until('new');
});

test('a long log is read from near its end, at a whole line', t => {
	const text = Array.from({length: 1000}, (_, index) => `line ${index}\n`).join('');
	assert.deepEqual(follow(t, text, 25).lines, ['line 998', 'line 999']);
});

test('passes on present lines immediately, from a whole line', t => {
	const {lines} = follow(t, 'first\nsecond\nthird\n', 10);
	assert.deepEqual(lines, ['third']);
	assert.deepEqual(follow(t, 'first\nsecond\n', 7).lines, ['second']);
	assert.deepEqual(follow(t, 'first\nsecond\n').lines, ['first', 'second']);
});

test('passes on only whole lines, and joins characters that were split', async t => {
	const {file, lines, until, readOn} = follow(t, '');
	const bytes = Buffer.from('Ahoj, námořníku 🌊\nnext\n');
	const middle = bytes.indexOf(0xf0) + 2;
	appendFileSync(file, bytes.subarray(0, middle));
	readOn();
	assert.deepEqual(lines, []);
	appendFileSync(file, bytes.subarray(middle));
	await until('next');
	assert.deepEqual(lines, ['Ahoj, námořníku 🌊', 'next']);
});

test('a log that is not there yet is read from its beginning', async t => {
	const {file, lines, until} = follow(t, undefined, 0);
	writeFileSync(file, 'born\n');
	await until('born');
	assert.deepEqual(lines, ['born']);
});

test('a log that is renamed away is read to its end first', async t => {
	const {file, lines, until} = follow(t, 'old\n');
	const many = Array.from({length: 50_000}, (_, number) => `line ${number}`);
	appendFileSync(file, `${many.join('\n')}\n`);
	renameSync(file, `${file}.1`);
	writeFileSync(file, 'new\n');
	await until('new');
	assert.deepEqual(lines, ['old', ...many, 'new']);
});

test('a log that is deleted and made again, and one that is truncated, are read on', async t => {
	const {file, lines, until, readOn} = follow(t, 'one\n');
	rmSync(file);
	readOn();
	writeFileSync(file, 'two is longer\n');
	await until('two is longer');
	truncateSync(file);
	readOn();
	appendFileSync(file, 'three\n');
	await until('three');
	assert.deepEqual(lines, ['one', 'two is longer', 'three']);
});

test('a line without an end is cut, and does not fill the memory', async t => {
	const {file, lines, until} = follow(t, '');
	for (let part = 0; part < 7; part++) appendFileSync(file, 'x'.repeat(1024 * 1024));
	appendFileSync(file, '\nnext\n');
	await until('next');
	assert.equal(lines.length, 2);
	assert.ok(lines[0]!.length < 10_000);
});

test('skips when far behind, and reports how much', async t => {
	const {file, lines, skipped, until} = follow(t, 'begin\n');
	appendFileSync(file, `${'y'.repeat(99)}\n`.repeat(120_000));
	appendFileSync(file, 'end\n');
	await until('end');
	assert.ok(skipped() > 11_000_000, String(skipped()));
	assert.ok(lines.length < 5000);
	assert.ok(
		lines.slice(1, -1).every(line => line.length === 99),
		'no line is half',
	);
});

test('a reader that stops reads no more', async t => {
	const {file, lines} = follow(t, 'one\n');
	const more: string[] = [];
	followLines(file, some => more.push(...some), {interval: 10}).stop();
	appendFileSync(file, 'two\n');
	await until('the other reader has it', () => lines.includes('two'));
	assert.deepEqual(more, ['one']);
});

test('passes on every line when it must not skip', t => {
	const file = path.join(temporaryFolder(t), 'journal');
	writeFileSync(file, `${'x'.repeat(20_000)}\n`.repeat(450));
	const lines: string[] = [];
	followLines(file, more => lines.push(...more)).stop();
	assert.equal(lines.length, 450);
	assert.ok(lines.every(line => line.length === 20_000));
});

test('what cannot be read gives no lines, and no crash', t => {
	const folder = temporaryFolder(t);
	const lines: string[] = [];
	followLines(folder, more => lines.push(...more)).stop();
	assert.deepEqual(lines, []);
});

test('a file that was emptied and filled again between two looks is read from its beginning', t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	const lines: string[] = [];
	const reader = new LineReader(file, more => lines.push(...more), {});
	for (const text of [
		'an old one\n',
		'longer\nthan the old one\n',
		'as long as the one before\n',
	]) {
		writeFileSync(file, text);
		reader.read(100);
		reader.read(100);
	}
	reader.close();
	const expected = ['an old one', 'longer', 'than the old one', 'as long as the one before'];
	assert.deepEqual(lines, expected);
});

test('lines come with the bytes where they stand, a long one alone', t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	const long = 'é'.repeat(50_000);
	writeFileSync(file, `cut\nfirst\n${long}\nlást\nbegun`);
	const places: LinesPlace[] = [];
	const batches: string[][] = [];
	const reader = new LineReader(
		file,
		(lines, place) => {
			batches.push(lines);
			places.push(place);
		},
		{fromEnd: 100_000 + 6 + 1 + 6 + 5 + 2, longestLine: 8000},
	);
	reader.read(100);
	appendFileSync(file, ' and ended\n');
	reader.read(100);
	truncateSync(file);
	reader.read(100);
	appendFileSync(file, 'anew\n');
	reader.read(100);
	reader.close();
	assert.deepEqual(
		batches.map(lines => lines.map(line => line.length)),
		[[5], [8001], [4], [15], [4]],
	);
	assert.deepEqual(
		places.map(({start, end}) => [start, end]),
		[
			[4, 10],
			[10, 100_011],
			[100_011, 100_017],
			[100_017, 100_033],
			[0, 5],
		],
	);
	assert.equal(places[0]!.stretch, places[3]!.stretch);
	assert.notEqual(places[3]!.stretch, places[4]!.stretch);
});
