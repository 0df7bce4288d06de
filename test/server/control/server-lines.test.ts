import assert from 'node:assert/strict';
import {appendFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {ServerLines} from '../../../source/server/control/server-lines.ts';
import {temporaryFolder} from '../../support/project.ts';

const textsOf = (lines: ServerLines) =>
	[...lines.take()].map(event => (event.type === 'log' ? event.text : ''));
const banner = 'Starting development server at http://127.0.0.1:8000/';

test('lines are sanitised, also those that are written later', async t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	writeFileSync(file, 'one\u001B[2J\n');
	const lines = new ServerLines(file);
	t.after(() => lines.close());
	await lines.more(new AbortController().signal);
	assert.deepEqual(textsOf(lines), ['one']);
	appendFileSync(file, 'two\n');
	await lines.more(new AbortController().signal);
	assert.deepEqual(textsOf(lines), ['two']);
});

test('in the foreground each banner says how to quit; lines already shown are skipped before it', async t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	writeFileSync(file, `known\n${banner}\nknown\n`);
	const lines = new ServerLines(file, {repeated: ['known'], isForeground: true});
	t.after(() => lines.close());
	await lines.more(new AbortController().signal);
	assert.deepEqual(textsOf(lines), [banner, 'Quit the server with CONTROL-C.', 'known']);
});

test('waiting ends when it is aborted', async t => {
	const lines = new ServerLines(path.join(temporaryFolder(t), 'server.log'));
	t.after(() => lines.close());
	const abort = new AbortController();
	const waiting = lines.more(abort.signal);
	abort.abort();
	await waiting;
	assert.deepEqual(textsOf(lines), []);
});
