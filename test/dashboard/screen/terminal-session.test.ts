import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {PassThrough} from 'node:stream';
import test from 'node:test';
import {TerminalSession} from '../../../source/dashboard/screen/terminal-session.ts';
import {setVariable} from '../../support/environment.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a crash restores the terminal, writes a report and prints a sentence', async t => {
	const root = temporaryFolder(t);
	const output = new PassThrough();
	const session = new TerminalSession(output as unknown as NodeJS.WriteStream);
	session.paint(['a frame']);
	await session.run(async () => {
		throw new TypeError('panes of glass');
	}, root);
	assert.equal(session.exitCode, 1);
	assert.match(session.words!, /^Error: The dashboard crashed: TypeError: panes of glass\n/);
	const file = /The report is in (.+)\n/.exec(session.words!)![1]!;
	assert.ok(file.startsWith(root));
	assert.match(readFileSync(file, 'utf8'), /terminal-session\.test/);
	const raw = String(output.read());
	assert.ok(raw.indexOf('\u001B[?1049h') < raw.indexOf('a frame'));
	assert.ok(raw.indexOf('a frame') < raw.indexOf('\u001B[?1049l'));
	assert.match(raw, /\u001B\[\?25h/);
});

test('a crash report and its sentence contain no secret', async t => {
	setVariable(t, 'PAYMENT_API_KEY', 'canary-payment');
	const root = temporaryFolder(t);
	const session = new TerminalSession(new PassThrough() as unknown as NodeJS.WriteStream);
	await session.run(async () => {
		throw new Error(
			"postgres://app:canary@db/blog refused {secretKey: 'canary-key'}\nSent: canary-payment",
		);
	}, root);
	const file = /The report is in (.+)\n/.exec(session.words!)![1]!;
	const report = readFileSync(file, 'utf8');
	assert.match(report, /postgres:\/\/app:…@db\/blog refused/);
	assert.match(report, /terminal-session\.test/);
	for (const text of [report, session.words!]) assert.doesNotMatch(text, /canary/);
});

test('a session can end before Ink is loaded', async t => {
	const session = new TerminalSession(new PassThrough() as unknown as NodeJS.WriteStream);
	session.end(1, 'Error: No project here.\n');
	await session.run(() => assert.fail('started'), temporaryFolder(t));
	assert.equal(session.exitCode, 1);
	assert.equal(session.words, 'Error: No project here.\n');
});

test('a second frame sends the rows that differ', () => {
	const output = new PassThrough();
	const session = new TerminalSession(output as unknown as NodeJS.WriteStream);
	session.paint(['one', 'two', 'three']);
	output.read();
	session.paint(['one', '2', 'three']);
	assert.equal(String(output.read()), '\u001B[2H\u001B[2K2');
});
