import assert from 'node:assert/strict';
import {appendFileSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import type {LinesPlace} from '../../../source/runs/files/byte-reader.ts';
import {LineReader, readLines} from '../../../source/runs/files/line-reader.ts';
import {temporaryFolder} from '../../support/project.ts';

const budget = Number.POSITIVE_INFINITY;

function readerOf(t: TestContext, text: string) {
	const file = path.join(temporaryFolder(t), 'log');
	writeFileSync(file, text);
	const read: {lines: string[]; place: LinesPlace}[] = [];
	const reader = new LineReader(file, (lines, place) => read.push({lines, place}), {});
	t.after(() => reader.close());
	return {file, read, reader};
}

test('the byte range of lines gives their text again, line ends included', t => {
	const {file, read, reader} = readerOf(t, 'oné\ntwo\nthr');
	reader.read(budget);
	appendFileSync(file, 'ee\n');
	reader.read(budget);
	const bytes = readFileSync(file);
	assert.deepEqual(
		read.map(({place: {start, end}}) => bytes.subarray(start, end).toString()),
		['oné\ntwo\n', 'three\n'],
	);
	assert.deepEqual(read[1]!.lines, ['three']);
	assert.equal(read[0]!.place.stretch, read[1]!.place.stretch);
});

test('a line longer than a batch is passed on alone', t => {
	const long = 'x'.repeat(100_000);
	const {read, reader} = readerOf(t, `${long}\nshort\n`);
	reader.read(budget);
	assert.deepEqual(
		read.map(({lines}) => lines),
		[[long], ['short']],
	);
});

test('a file that was replaced or rewritten is another stretch, read from its start', t => {
	const {file, read, reader} = readerOf(t, 'one\n');
	reader.read(budget);
	writeFileSync(`${file}.new`, 'two\n');
	renameSync(`${file}.new`, file);
	reader.read(budget);
	writeFileSync(file, 'six\n');
	appendFileSync(file, 'seven\n');
	reader.read(budget);
	assert.deepEqual(
		read.flatMap(({lines}) => lines),
		['one', 'two', 'six', 'seven'],
	);
	assert.equal(new Set(read.map(({place}) => place.stretch)).size, 3);
});

test('all lines at once include an incomplete last one; from the end on, only whole lines', t => {
	const {file} = readerOf(t, 'one\ntwo\nthree');
	assert.deepEqual(readLines(file), ['one', 'two', 'three']);
	assert.deepEqual(readLines(file, {fromEnd: 11}), ['two', 'three'].slice(-2));
	assert.deepEqual(readLines(file, {fromEnd: 9}), ['two', 'three']);
	assert.deepEqual(readLines(file, {fromEnd: 8}), ['three']);
	assert.deepEqual(readLines(`${file}.missing`), []);
});
