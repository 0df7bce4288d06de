import assert from 'node:assert/strict';
import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readHistory} from '../../source/runs/history.ts';
import {Journal} from '../../source/runs/journal.ts';
import {readRuns} from '../../source/runs/live-runs.ts';
import {hostName} from '../../source/runs/operator.ts';
import {temporaryFolder} from '../support/project.ts';

test('a run is listed from its start to its end, then it is history', t => {
	const root = temporaryFolder(t);
	const journal = new Journal(root, 'migrate accounts');
	journal.write(journal.started());
	journal.write({type: 'applied', migration: 'accounts.0001_initial', milliseconds: 3});
	const [run] = readRuns(root);
	assert.equal(run?.command, 'migrate accounts');
	assert.equal(run?.pid, process.pid);
	assert.deepEqual(readHistory(root), []);

	journal.write({type: 'run-ended', exitCode: 0});
	journal.end(0);
	assert.deepEqual(readRuns(root), []);
	const [entry] = readHistory(root);
	assert.equal(entry?.summary, '1 applied');
	assert.equal(entry?.exitCode, 0);
});

test('a run whose process died without an end is not going on', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck/runs'), {recursive: true});
	const started = {
		type: 'run-started',
		at: '2026-11-24T00:00:00Z',
		command: 'migrate',
		host: hostName(),
	};
	writeFileSync(
		path.join(root, '.quarterdeck/runs/20261124T000000Z-abcdef.ndjson'),
		`${JSON.stringify({...started, pid: 999_999_999})}\n`,
	);
	assert.deepEqual(readRuns(root), []);
});

test('half a line at the end of the history is left out', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck'));
	const file = path.join(root, '.quarterdeck/history.ndjson');
	appendFileSync(file, `${JSON.stringify({command: 'check'})}\n{"command":"migr`);
	assert.deepEqual(
		readHistory(root).map(({command}) => command),
		['check'],
	);
});
