import assert from 'node:assert/strict';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {writeCrashReport} from '../../../source/dashboard/screen/crash-report.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the report is in the state folder, for its owner alone', t => {
	const root = temporaryFolder(t);
	const file = writeCrashReport(root, 'Error: boom')!;
	assert.match(path.relative(root, file), /^\.quarterdeck\/crash-[\dTZ-]+\.txt$/);
	assert.equal(readFileSync(file, 'utf8'), 'Error: boom\n');
	assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('where the project has no state folder, the report is in the temporary folder', t => {
	const root = path.join(temporaryFolder(t), 'file');
	writeFileSync(root, '');
	const file = writeCrashReport(root, 'Error: boom')!;
	assert.equal(path.dirname(file), process.env.TMPDIR ?? '/tmp');
});
