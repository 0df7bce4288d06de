import assert from 'node:assert/strict';
import test from 'node:test';
import {clippedLine, LineSplitter, linesOf} from '../../../source/runs/files/line-splitter.ts';

test('lines and characters that arrive in two chunks are put together', () => {
	const splitter = new LineSplitter();
	const bytes = Buffer.from('one\ntwö\nthree');
	assert.deepEqual(linesOf(splitter.split(bytes.subarray(0, 7))), ['one']);
	assert.equal(splitter.rest, 'tw');
	assert.deepEqual(linesOf(splitter.split(bytes.subarray(7))), ['twö']);
	assert.equal(splitter.rest, 'three');
});

test('a restart drops the incomplete line, and the rest of it that is still to come', () => {
	const splitter = new LineSplitter();
	splitter.split(Buffer.from('begin'));
	splitter.restart(true);
	assert.deepEqual(linesOf(splitter.split(Buffer.from(' of a line'))), []);
	assert.deepEqual(linesOf(splitter.split(Buffer.from(' that is skipped\nwhole\n'))), ['whole']);
	splitter.restart(false);
	assert.deepEqual(linesOf(splitter.split(Buffer.from('kept\n'))), ['kept']);
});

test('a long line is cut, also while it is incomplete', () => {
	assert.equal(clippedLine('four', 4), 'four');
	assert.equal(clippedLine('fiver', 4), 'five…');
	const splitter = new LineSplitter(4);
	splitter.split(Buffer.from('x'.repeat(100)));
	assert.equal(splitter.rest, 'xxxx…');
	assert.deepEqual(linesOf(splitter.split(Buffer.from('y\nabcdef\n')), 4), ['xxxx…', 'abcd…']);
});
