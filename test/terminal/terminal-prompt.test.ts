import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import {spawn} from '@lydell/node-pty';
import {packageRoot} from '../support/project.ts';
import {until} from '../support/wait.ts';

const program = `
import {terminalPrompt} from '${path.join(packageRoot, 'source/terminal/terminal-prompt.ts')}';
const prompt = terminalPrompt(process.stdin, process.stdout);
const answers = [];
for (const question of ['one? ', 'two? ', 'three? ']) answers.push(await prompt.text(question));
console.log('ANSWERS ' + answers.join(' '));
`;

test('each of several questions hears its own answer, echoed once', async t => {
	const terminal = spawn(process.execPath, ['--input-type=module', '-e', program], {cols: 80});
	t.after(() => terminal.kill());
	let screen = '';
	terminal.onData(data => {
		screen += data;
	});
	for (const [question, answer] of [
		['one? ', 'Ada'],
		['two? ', 'Bob'],
		['three? ', 'Cid'],
	] as const) {
		await until(question, () => screen.includes(question));
		terminal.write(`${answer}\r`);
	}
	await until('the answers', () => /ANSWERS .*\r\n/.test(screen));
	assert.match(screen, /ANSWERS Ada Bob Cid/);
	const echoed = screen.slice(0, screen.indexOf('ANSWERS'));
	for (const answer of ['Ada', 'Bob', 'Cid'])
		assert.equal(echoed.split(answer).length - 1, 1, echoed);
});
