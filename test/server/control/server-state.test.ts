import assert from 'node:assert/strict';
import {cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {ensureStateFolder, statePath} from '../../../source/runs/state-folder.ts';
import {controlSocketPath} from '../../../source/server/control/control-socket.ts';
import {
	foreignVersion,
	newServerRecord,
	readServerRecord,
	statusOfRecord,
	writeServerRecord,
} from '../../../source/server/control/server-state.ts';
import {temporaryFolder} from '../../support/project.ts';

const beginning = {runId: 'r1', generation: 1, operator: 'ada', host: '127.0.0.1', port: 8000};

test('a record is read back as it was written, and only its owner can read it', t => {
	const root = temporaryFolder(t);
	ensureStateFolder(root);
	const record = newServerRecord(beginning);
	writeServerRecord(root, record);
	assert.deepEqual(readServerRecord(root), JSON.parse(JSON.stringify(record)));
	assert.equal(statSync(statePath(root, 'server.json')).mode & 0o777, 0o600);
});

test('a missing, damaged or foreign record is ignored; only a foreign one has a version', t => {
	const root = temporaryFolder(t);
	assert.equal(readServerRecord(root), undefined);
	ensureStateFolder(root);
	for (const [text, version] of [
		['{', undefined],
		['{"v": 2}', 2],
		['{"v": 1}', undefined],
	] as const) {
		writeFileSync(statePath(root, 'server.json'), text);
		assert.equal(readServerRecord(root), undefined, text);
		assert.equal(foreignVersion(root), version, text);
	}
});

test('the record of a project that was copied is the original’s, and that of one that was moved is its own', t => {
	const folder = temporaryFolder(t);
	const [first, other] = ['first', 'other'].map(name => path.join(folder, name)) as [
		string,
		string,
	];
	for (const long of ['', 'x'.repeat(120)]) {
		const [original, copy] = [path.join(first, long), path.join(other, long)];
		mkdirSync(original, {recursive: true});
		ensureStateFolder(original);
		const socket = controlSocketPath(original);
		writeServerRecord(original, {...newServerRecord(beginning), socket});
		assert.equal(readServerRecord(original)?.socket, socket);
		cpSync(original, copy, {recursive: true});
		assert.equal(readServerRecord(copy), undefined);
		rmSync(copy, {recursive: true});
	}
	cpSync(first, other, {recursive: true});
	rmSync(first, {recursive: true});
	assert.equal(readServerRecord(other)?.runId, 'r1');
});

test('the state folder of a deleted project is not created again', t => {
	assert.throws(() => writeServerRecord(temporaryFolder(t), newServerRecord(beginning)), {
		code: 'ENOENT',
	});
});

test('a status shows the reason of a crash, and only the address once stopped', () => {
	const record = newServerRecord(beginning);
	const lastExit = {at: '', reason: 'It was killed.'};
	assert.equal(statusOfRecord({...record, state: 'crashed', lastExit}).reason, 'It was killed.');
	assert.equal(statusOfRecord({...record, state: 'running', lastExit}).reason, undefined);
	assert.deepEqual(statusOfRecord({...record, state: 'stopped', address: '8001'}), {
		state: 'stopped',
		address: '8001',
	});
});

test('a record contains nothing of the environment', t => {
	const root = temporaryFolder(t);
	ensureStateFolder(root);
	writeServerRecord(root, newServerRecord(beginning));
	assert.doesNotMatch(readFileSync(statePath(root, 'server.json'), 'utf8'), /PATH|SECRET/);
});
