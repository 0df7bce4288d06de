import assert from 'node:assert/strict';
import test from 'node:test';
import {ensureStateFolder} from '../../../source/runs/state-folder.ts';
import {readServerRecord, statusOfRecord} from '../../../source/server/control/server-state.ts';
import {RecordWriter} from '../../../source/server/runner/record-writer.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the status shows that the log cannot be written, until it can', t => {
	const root = temporaryFolder(t);
	ensureStateFolder(root);
	const beginning = {runId: 'x', generation: 1, operator: 'tester', host: '127.0.0.1', port: 1};
	const writer = new RecordWriter(root, beginning, () => []);
	const status = () => statusOfRecord(readServerRecord(root)!);
	writer.setState('running');
	writer.setLogFailure('log write failed: ENOSPC');
	assert.equal(status().logFailure, 'log write failed: ENOSPC');
	writer.setLogFailure(undefined);
	assert.ok(!('logFailure' in status()));
});
