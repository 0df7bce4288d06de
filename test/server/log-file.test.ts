import assert from 'node:assert/strict';
import {
	appendFileSync,
	closeSync,
	existsSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {isLogHeader, openServerLog, readLogEnd, tailLog} from '../../source/server/log-file.ts';
import {temporaryFolder} from '../support/project.ts';
import {until} from '../support/wait.ts';

interface Tail {
	file: string;
	lines: string[];
	skipped: () => number;
	until: (line: string) => Promise<unknown>;
}

/** Follows a log that begins with the text; undefined for one that is not there yet. */
function follow(t: TestContext, text: string | undefined, initialBytes?: number): Tail {
	const file = path.join(temporaryFolder(t), 'server.log');
	if (text !== undefined) writeFileSync(file, text);
	const lines: string[] = [];
	let skipped = 0;
	const end = new AbortController();
	t.after(() => end.abort());
	tailLog(file, {
		initialBytes,
		signal: end.signal,
		interval: 20,
		onLines: more => lines.push(...more),
		onSkipped: bytes => {
			skipped += bytes;
		},
	});
	return {
		file,
		lines,
		skipped: () => skipped,
		until: line => until(`the line ${line} is read`, () => lines.includes(line)),
	};
}

test('what is there is told at once, from a whole line on', t => {
	const {lines} = follow(t, 'first\nsecond\nthird\n', 10);
	assert.deepEqual(lines, ['third']);
	assert.deepEqual(follow(t, 'first\nsecond\n', 7).lines, ['second']);
	assert.deepEqual(follow(t, 'first\nsecond\n').lines, ['first', 'second']);
});

test('a line is told when it is whole, and a letter that was cut in two is one', async t => {
	const {file, lines, until} = follow(t, '');
	const bytes = Buffer.from('Ahoj, námořníku 🌊\nnext\n');
	const middle = bytes.indexOf(0xf0) + 2;
	appendFileSync(file, bytes.subarray(0, middle));
	await new Promise(resolve => setTimeout(resolve, 80));
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
	const {file, lines, until} = follow(t, 'one\n');
	rmSync(file);
	await new Promise(resolve => setTimeout(resolve, 60));
	writeFileSync(file, 'two is longer\n');
	await until('two is longer');
	truncateSync(file);
	await new Promise(resolve => setTimeout(resolve, 60));
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

test('who is far behind goes on near the end and is told how much was left out', async t => {
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
	const end = new AbortController();
	const more: string[] = [];
	tailLog(file, {signal: end.signal, interval: 10, onLines: some => more.push(...some)});
	end.abort();
	appendFileSync(file, 'two\n');
	await until('the other reader has it', () => lines.includes('two'));
	assert.deepEqual(more, ['one']);
});

test('the end of a log includes the line that goes on', t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	assert.deepEqual(readLogEnd(file), []);
	writeFileSync(file, 'one\ntwo\nthr');
	assert.deepEqual(readLogEnd(file), ['one', 'two', 'thr']);
	assert.deepEqual(readLogEnd(file, 6), ['thr']);
});

test('a log is appended to with a header, only for its owner, and a big one renamed away', t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	for (const generation of [1, 2]) {
		const log = openServerLog(file, generation, 'some-id');
		writeSync(log, `life ${generation}\n`);
		closeSync(log);
	}
	const lines = readFileSync(file, 'utf8').split('\n');
	assert.deepEqual(lines, [
		...['# quarterdeck log gen=1 runId=some-id', 'life 1'],
		...['# quarterdeck log gen=2 runId=some-id', 'life 2', ''],
	]);
	assert.ok(isLogHeader(lines[0]!) && !isLogHeader(lines[1]!));
	assert.equal(statSync(file).mode & 0o777, 0o600);
	for (let generation = 3; generation < 11; generation++) {
		truncateSync(file, 17 * 1024 * 1024);
		closeSync(openServerLog(file, generation, 'some-id'));
	}
	assert.equal(readFileSync(file, 'utf8'), '# quarterdeck log gen=10 runId=some-id\n');
	assert.ok(existsSync(`${file}.5`) && !existsSync(`${file}.6`));
});
