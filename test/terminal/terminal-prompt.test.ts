import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import test, {type TestContext} from 'node:test';
import {spawn} from '@lydell/node-pty';
import {terminalPrompt} from '../../source/terminal/terminal-prompt.ts';
import {packageRoot, temporaryFolder} from '../support/project.ts';
import {openTerminal} from '../support/terminal.ts';
import {until} from '../support/wait.ts';

/** Asks these questions, the last one unseen, in a terminal of its own. */
function asking(t: TestContext, questions: string[]) {
	const program = `
import {terminalPrompt} from '${path.join(packageRoot, 'source/terminal/terminal-prompt.ts')}';
const prompt = terminalPrompt(process.stdin, process.stdout);
const answers = [];
const questions = ${JSON.stringify(questions)};
for (const question of questions.slice(0, -1)) answers.push(await prompt.text(question));
answers.push(await prompt.secret(questions.at(-1)));
answers.push(await prompt.confirm('sure? '));
console.log('ANSWERS ' + answers.join(' '));
`;
	const terminal = spawn(process.execPath, ['--input-type=module', '-e', program], {cols: 80});
	t.after(() => terminal.kill());
	let screen = '';
	terminal.onData(data => {
		screen += data;
	});
	return {screen: () => screen, write: (keys: string) => terminal.write(keys)};
}

/** How often each is on the screen before the answers. */
const echoes = (screen: string, ...answers: string[]) =>
	answers.map(answer => screen.slice(0, screen.indexOf('ANSWERS')).split(answer).length - 1);

test('each question gets its own answer, echoed once', async t => {
	const {screen, write} = asking(t, ['one? ', 'two? ', 'three? ']);
	for (const [question, answer] of [
		['one? ', 'Ada'],
		['two? ', 'Bob'],
		['three? ', 'Cid'],
		['sure? ', 'y'],
	] as const) {
		await until(question, () => screen().includes(question));
		write(`${answer}\r`);
	}
	await until('the answers', () => /ANSWERS .*\r\n/.test(screen()));
	assert.match(screen(), /ANSWERS Ada Bob Cid true/);
	assert.deepEqual(echoes(screen(), 'Ada', 'Bob', 'Cid'), [1, 1, 0], screen());
});

test('answers pasted before their questions are used in order', async t => {
	const {screen, write} = asking(t, ['one? ', 'two? ', 'three? ', 'four? ']);
	await until('one? ', () => screen().includes('one? '));
	write('Ada\rBob\r\nZoë\rC');
	await until('the last question', () => screen().includes('four? '));
	write('id\ry\r');
	await until('the answers', () => /ANSWERS .*\r\n/.test(screen()));
	assert.match(screen(), /ANSWERS Ada Bob Zoë Cid true/);
	assert.match(screen(), /one\? [^\n]*Ada\s+[^\n]*two\? [^\n]*Bob\s+[^\n]*three\? [^\n]*Zoë/);
	assert.deepEqual(echoes(screen(), 'Ada', 'Bob', 'Zoë', 'id'), [1, 1, 1, 0], screen());
});

test('nothing typed before the question for a password appears is echoed', async () => {
	const order: string[] = [];
	const input = Object.assign(new PassThrough(), {
		isRaw: false,
		setRawMode: (raw: boolean) => order.push(raw ? 'unseen' : 'seen'),
	});
	const output = {write: (text: string) => order.push(text)};
	const prompt = terminalPrompt(input as never, output as never);
	const answer = prompt.secret('Password: ');
	input.write('x\r');
	assert.equal(await answer, 'x');
	assert.deepEqual(order, ['unseen', 'Password: ', 'seen', '\n']);
});

/** What is typed unseen, read by read. */
async function typedSecretly(...reads: (string | Buffer)[]): Promise<string> {
	const input = Object.assign(new PassThrough(), {isRaw: false, setRawMode: () => {}});
	const prompt = terminalPrompt(input as never, {write: () => {}} as never);
	const answer = prompt.secret('Password: ');
	for (const read of reads) input.write(read);
	return await answer;
}

test('a password is edited by whole characters, and arrows are none of it', async () => {
	assert.equal(await typedSecretly('ab😀👩‍🚀', '\u007F\u007F', 'c\r'), 'abc');
	assert.equal(await typedSecretly('a\u001B[A\u001B', '[Db\u001B]11;rgb:0/0/0\u0007c\r'), 'abc');
	assert.equal(await typedSecretly('abc\u0015x\r'), 'x');
	const bytes = Buffer.from('é😀\r');
	assert.equal(await typedSecretly(...[...bytes].map(byte => Buffer.of(byte))), 'é😀');
});

test('^Z at a question also stops the script around it; fg asks again', async t => {
	const script = path.join(temporaryFolder(t), 'asks.ts');
	writeFileSync(
		script,
		`import {terminalPrompt} from '${path.join(packageRoot, 'source/terminal/terminal-prompt.ts')}';
console.log('ANSWER', await terminalPrompt(process.stdin, process.stdout).text('one? '));
`,
	);
	const terminal = openTerminal(['bash', '--norc', '--noprofile', '-i'], {env: {PS1: 'bash> '}});
	t.after(() => terminal.kill('SIGKILL'));
	terminal.press(`sh -c '"${process.execPath}" "${script}"; echo ended'\r`);
	await terminal.shows(/^one\?$/m);
	terminal.press('Ad\u001A');
	await terminal.shows('Stopped');
	terminal.press('fg\r');
	await terminal.shows(/fg\n(?:.*\n)+one\? Ad$/m);
	terminal.press('a\r');
	await terminal.shows('ANSWER Ada\nended');
});
