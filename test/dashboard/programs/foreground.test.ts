import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {editFile, pageFile, pageText} from '../../../source/dashboard/programs/foreground.ts';
import {setVariable} from '../../support/environment.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

test('a pager named less keeps colours, and starts at the end of a log', async t => {
	const root = temporaryFolder(t);
	const [less, output] = [path.join(root, 'less'), path.join(root, 'words')];
	writeFileSync(
		less,
		`#!/bin/sh\nprintf '%s ' "$@" > ${output}.part; mv ${output}.part ${output}\n`,
		{
			mode: 0o755,
		},
	);
	setVariable(t, 'PAGER', less);
	const {session, sent} = dashboardInMemory(t);
	session.root = root;
	pageFile(session, 'server.log');
	const words = await until('the pager has run', () => {
		try {
			return readFileSync(output, 'utf8');
		} catch {
			return undefined;
		}
	});
	assert.equal(words, '-R +G server.log ');
	assert.deepEqual(sent, ['hand over']);
});

test('a pager reads a text, and may quit before its end', async t => {
	const root = temporaryFolder(t);
	const [head, output] = [path.join(root, 'head'), path.join(root, 'read')];
	const script = `#!/bin/sh\nread -r first; echo "$first" > ${output}.part; mv ${output}.part ${output}\n`;
	writeFileSync(head, script, {mode: 0o755});
	setVariable(t, 'PAGER', head);
	const {session, sent} = dashboardInMemory(t);
	session.root = root;
	pageText(session, `the error\n${'more\n'.repeat(100_000)}`);
	const read = await until('the pager has run', () => existsSync(output));
	assert.equal(read && readFileSync(output, 'utf8'), 'the error\n');
	assert.deepEqual(sent, ['hand over']);
});

test('a pager that cannot start is a toast', async t => {
	setVariable(t, 'PAGER', 'no-such-pager');
	const {session, toast} = dashboardInMemory(t);
	session.root = temporaryFolder(t);
	pageFile(session, 'server.log');
	await until('it is said', () => toast() !== undefined);
	assert.match(toast()!, /^Cannot start no-such-pager/);
});

test('a file is edited at its line', t => {
	const {session, sent} = dashboardInMemory(t);
	editFile(session, 'a.ts', 7);
	assert.deepEqual(sent, ['edit a.ts:7']);
});
