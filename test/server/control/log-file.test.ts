import assert from 'node:assert/strict';
import {
	closeSync,
	existsSync,
	readFileSync,
	statSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	beginLog,
	isLogHeader,
	openServerLog,
	readLogEnd,
} from '../../../source/server/control/log-file.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the end of a log includes an unfinished line', t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	assert.deepEqual(readLogEnd(file), []);
	writeFileSync(file, 'one\ntwo\nthr');
	assert.deepEqual(readLogEnd(file), ['one', 'two', 'thr']);
	assert.deepEqual(readLogEnd(file, 6), ['thr']);
});

test('a log is readable by its owner only, gets a header for each run, and is rotated when it is large', t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	for (const generation of [1, 2]) {
		const log = openServerLog(file);
		writeSync(log, beginLog({generation, runId: 'some-id'}));
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
	for (let time = 0; time < 8; time++) {
		truncateSync(file, 17 * 1024 * 1024);
		closeSync(openServerLog(file));
	}
	assert.equal(readFileSync(file, 'utf8'), '');
	assert.ok(existsSync(`${file}.5`) && !existsSync(`${file}.6`));
});
