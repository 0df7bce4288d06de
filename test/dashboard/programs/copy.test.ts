import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {copy} from '../../../source/dashboard/programs/copy.ts';
import {setVariable} from '../../support/environment.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {temporaryFolder} from '../../support/project.ts';

function overSsh(t: test.TestContext) {
	setVariable(t, 'SSH_CONNECTION', '10.0.0.1 1 10.0.0.2 22');
	setVariable(t, 'TMUX', undefined);
	setVariable(t, 'STY', undefined);
	setVariable(t, 'TERM', 'xterm');
	const root = temporaryFolder(t);
	const opened = dashboardInMemory(t, undefined, {root});
	opened.session.root = root;
	return {...opened, root};
}

async function* pieces(...texts: string[]) {
	yield* texts;
}

test('a text is copied, and a toast says how', t => {
	const {session, toast} = overSsh(t);
	void copy(session, {label: 'the block', text: 'one\ntwo'});
	assert.equal(toast(), 'Copied the block (2 lines) with OSC 52');
});

test('pieces that fit a clipboard are copied without their last line end', async t => {
	const {session, sent, toast} = overSsh(t);
	await copy(session, {label: 'all', text: 'one', pieces: () => pieces('one\n', 'two\n')});
	assert.equal(toast(), 'Copied all (2 lines) with OSC 52');
	assert.match(sent[0]!, new RegExp(Buffer.from('one\ntwo').toString('base64')));
});

test('pieces that are too long for every clipboard go to a file', async t => {
	const {session, root, toast} = overSsh(t);
	const long = `${'x'.repeat(3_000_000)}\n`;
	await copy(session, {label: 'all', text: 'x', pieces: () => pieces(long, long)});
	const file = path.join(root, '.quarterdeck/copied.txt');
	assert.equal(toast(), `Copied all (2 lines) to a file: ${file}`);
	assert.equal(readFileSync(file, 'utf8').length, 2 * long.length);
});

test('a failure is a toast', async t => {
	const {session, toast} = overSsh(t);
	await copy(session, {
		label: 'all',
		text: '',
		pieces: () => {
			throw new Error('the log grew too fast');
		},
	});
	assert.equal(toast(), 'Nothing was copied: the log grew too fast');
});
