import assert from 'node:assert/strict';
import {appendFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {followLines} from '../../source/runs/follow-file.ts';
import {temporaryFolder} from '../support/project.ts';
import {until} from '../support/wait.ts';

test('lines are handed on whole, from before the file is there until it is stopped', async t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	const lines: string[] = [];
	const following = followLines(file, more => lines.push(...more));
	writeFileSync(file, 'one\ntw');
	await until('the first line came', () => lines.length === 1);
	appendFileSync(file, 'o\nthrée\n');
	await until('the others came', () => lines.length === 3);
	assert.deepEqual(lines, ['one', 'two', 'thrée']);
	appendFileSync(file, 'last\n');
	await following.stop();
	assert.equal(lines.at(-1), 'last');
});

test('a letter that two writes share is one letter', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	const bytes = Buffer.from('ü\n');
	writeFileSync(file, bytes.subarray(0, 1));
	const lines: string[] = [];
	const following = followLines(file, more => lines.push(...more));
	await new Promise(resolve => setTimeout(resolve, 50));
	appendFileSync(file, bytes.subarray(1));
	await following.stop();
	assert.deepEqual(lines, ['ü']);
});

test('a log that is rotated goes on with the new file', async t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	writeFileSync(file, 'old\n');
	const lines: string[] = [];
	const following = followLines(file, more => lines.push(...more));
	await until('the old line came', () => lines.length === 1);
	renameSync(file, `${file}.1`);
	writeFileSync(file, 'new\n');
	await until('the new line came', () => lines.includes('new'));
	await following.stop();
});

test('a long log is read from near its end, at a whole line', async t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	writeFileSync(file, Array.from({length: 1000}, (_, index) => `line ${index}\n`).join(''));
	const lines: string[] = [];
	const following = followLines(file, more => lines.push(...more), {fromEnd: 25});
	await until('its end came', () => lines.length > 0);
	await following.stop();
	assert.deepEqual(lines, ['line 998', 'line 999']);
});
