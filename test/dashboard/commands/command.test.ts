import assert from 'node:assert/strict';
import test from 'node:test';
import {
	type CommandLineOut,
	KnownCommands,
	runCommand,
	runText,
} from '../../../source/dashboard/commands/command.ts';
import {standInProject} from '../../support/dashboard.ts';
import {setVariable} from '../../support/environment.ts';

test('a command reports its events, and how it ended', async t => {
	const events: CommandLineOut[] = [];
	const {ended} = runCommand(standInProject(t), ['migrate', '--plan'], event => events.push(event));
	assert.equal((await ended).exitCode, 0);
	assert.ok(events.some(({type}) => type === 'plan'));
});

test('a command for a person reports its text as it comes', async t => {
	let text = '';
	const {ended} = runText(standInProject(t), ['check', '--deploy'], part => {
		text += part;
	});
	assert.equal((await ended).exitCode, 0);
	assert.match(text, /You ran check --deploy/);
});

test('a command for a person reports the question that needs an answer', async t => {
	const words = ['squashmigrations', 'auth', '0002'];
	const {question} = await runText(standInProject(t), words, () => {}).ended;
	assert.equal(question!.flag, '--noinput');
});

test('a command that cannot start fails with the reason', async t => {
	const root = standInProject(t);
	setVariable(t, 'QUARTERDECK_CLI', `${root}/missing.mjs`);
	const {exitCode, stderr} = await runCommand(root, ['check'], () => {}).ended;
	assert.notEqual(exitCode, 0);
	assert.match(stderr, /missing\.mjs/);
});

test('the list of commands is read again on demand, once at a time', async t => {
	const root = standInProject(t);
	let starts = 0;
	const commands = new KnownCommands(() => {
		starts++;
		return root;
	});
	assert.deepEqual(commands.known, []);
	await new Promise<void>(resolve => {
		for (let turn = 0; turn < 2; turn++) commands.read(resolve);
	});
	assert.equal(starts, 1);
	assert.deepEqual(
		commands.known.map(({name}) => name),
		['check', 'dbshell', 'accounts:greet'],
	);
});
