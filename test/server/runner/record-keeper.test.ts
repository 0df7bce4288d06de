import assert from 'node:assert/strict';
import test from 'node:test';
import {ensureStateFolder} from '../../../source/runs/state-folder.ts';
import {readServerRecord, statusOfRecord} from '../../../source/server/control/server-state.ts';
import {RecordKeeper} from '../../../source/server/runner/record-keeper.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the status shows that the log cannot be written, until it can', t => {
	const root = temporaryFolder(t);
	ensureStateFolder(root);
	const beginning = {runId: 'x', generation: 1, operator: 'tester', host: '127.0.0.1', port: 1};
	const keeper = new RecordKeeper(root, beginning, {noted: []});
	const status = () => statusOfRecord(readServerRecord(root)!);
	keeper.become('running');
	keeper.noteLogFailure('log write failed: ENOSPC');
	assert.equal(status().logFailure, 'log write failed: ENOSPC');
	keeper.noteLogFailure(undefined);
	assert.ok(!('logFailure' in status()));
});
