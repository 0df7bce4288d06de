import assert from 'node:assert/strict';
import {appendFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {ensureStateFolder} from '../../../source/runs/state-folder.ts';
import {objects, quarterdeck, startQuarterdeck} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {copyFixture} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

const hostile =
	'\u001B]0;owned\u0007\u001B[2Jclean \u001B[31mred\u001B[0m \u009D0;x\u009C\u202Eabc';

test('the log is printed without control sequences', async t => {
	const root = copyFixture(t, 'tutorial');
	assert.deepEqual({...(await commandLine(root, ['log']))}, {code: 0, stdout: '', stderr: ''});
	const file = path.join(ensureStateFolder(root), 'server.log');
	writeFileSync(file, `# quarterdeck log gen=1 runId=x\n${hostile}\nlast`);
	const {code, stdout} = await commandLine(root, ['log']);
	assert.equal(code, 0);
	assert.equal(stdout, 'clean red \\x202eabc\nlast\n');
	const inColour = await quarterdeck(root, ['log'], {env: {FORCE_COLOR: '1'}});
	assert.ok(inColour.stdout.includes('\u001B[31mred\u001B[0m'), inColour.stdout);
	const lines = objects(await commandLine(root, ['log', '--json']));
	assert.deepEqual(
		lines.map(({type, source}) => [type, source]),
		[
			['log', 'server'],
			['log', 'server'],
		],
	);
});

test('log --follow goes on until ^C', async t => {
	const root = copyFixture(t, 'tutorial');
	const file = path.join(ensureStateFolder(root), 'server.log');
	writeFileSync(file, 'one\n');
	const child = startQuarterdeck(t, root, ['log', '--follow']);
	let shown = '';
	child.stdout.setEncoding('utf8').on('data', text => {
		shown += text;
	});
	await until('one is shown', () => shown === 'one\n');
	appendFileSync(file, 'two\n');
	await until('two is shown', () => shown === 'one\ntwo\n');
	child.kill('SIGINT');
	assert.equal(await new Promise(resolve => child.once('exit', resolve)), 0);
});
