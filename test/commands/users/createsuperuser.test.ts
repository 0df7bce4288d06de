import assert from 'node:assert/strict';
import {once} from 'node:events';
import {globSync, readFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {readHistory} from '../../../source/runs/history.ts';
import {type HistoryEntry, journalPath} from '../../../source/runs/journal.ts';
import {readRuns} from '../../../source/runs/live-runs.ts';
import {tutorialProject} from '../../support/application.ts';
import {objects, startQuarterdeck} from '../../support/command.ts';
import {commandLine, converse} from '../../support/command-line.ts';
import {setVariable} from '../../support/environment.ts';
import {runCommand} from '../../support/run-command.ts';

const password = 'canary horse 42';
const unapplied =
	"You have 2 unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): auth, sessions.\nRun 'quarterdeck migrate' to apply them.\n";

async function migratedProject(test: TestContext): Promise<string> {
	const root = tutorialProject(test);
	assert.equal((await runCommand(root, 'migrate')).code, 0);
	return root;
}

/** All that the runs have written down. */
function written(root: string): string {
	return globSync('.quarterdeck/**/*.{ndjson,json,log}', {cwd: root})
		.map(file => readFileSync(path.join(root, file), 'utf8'))
		.join('');
}

test('createsuperuser asks in Django’s order and words', async t => {
	const root = await migratedProject(t);
	const terminal = converse(t, root, ['createsuperuser']);
	const user = userInfo().username;
	await terminal.answer(`Username (leave blank to use '${user}'): `, 'bad user!');
	await terminal.answer(`Username (leave blank to use '${user}'): `, '');
	await terminal.answer('Email address: ', 'notanemail');
	await terminal.answer('Email address: ', '');
	await terminal.answer('Password: ', password);
	await terminal.answer('Password (again): ', 'another');
	await terminal.answer('Password: ', '');
	await terminal.answer('Password (again): ', '');
	await terminal.answer('Password: ', '12345');
	await terminal.answer('Password (again): ', '12345');
	await terminal.answer('Bypass password validation and create user anyway? [y/N]: ', 'n');
	await terminal.answer('Password: ', password);
	await terminal.answer('Password (again): ', password);
	assert.equal(await terminal.end(), 0);
	const text = terminal.text();
	for (const sentence of [
		'Error: Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.\n',
		'Error: Enter a valid email address.\n',
		"Error: Your passwords didn't match.\n",
		"Error: Blank passwords aren't allowed.\n",
		'This password is too short. It must contain at least 8 characters.\nThis password is too common.\nThis password is entirely numeric.\n',
		'Superuser created successfully.\n',
	]) {
		assert.ok(text.includes(sentence), sentence);
	}
	assert.doesNotMatch(text + written(root), /canary/);

	const second = converse(t, root, ['createsuperuser']);
	await second.answer('Username: ', user);
	await second.answer('Username: ', 'ann');
	await second.answer('Email address: ', 'ann@example.com');
	await second.answer('Password: ', '12345');
	await second.answer('Password (again): ', '12345');
	await second.answer('Bypass password validation and create user anyway? [y/N]: ', 'y');
	assert.equal(await second.end(), 0);
	assert.ok(second.text().includes('Error: That username is already taken.\n'));
	assert.ok(second.text().includes('Superuser created successfully.\n'));
});

test('^C and ^D cancel createsuperuser at any question, without an error', async t => {
	const root = await migratedProject(t);
	for (const [question, key] of [
		['Username', '\u0003'],
		['Email address: ', '\u0004'],
		['Password: ', '\u0003'],
		['Password (again): ', '\u0004'],
	] as const) {
		const terminal = converse(t, root, ['createsuperuser']);
		for (const asked of ['Username', 'Email address: ', 'Password: ']) {
			if (asked === question) break;
			await terminal.answer(asked === 'Username' ? "'): " : asked, '');
		}
		await terminal.press(question === 'Username' ? "'): " : question, key);
		assert.equal(await terminal.end(), 130);
		assert.match(terminal.text(), /\nOperation cancelled\.\n$/);
	}
});

test('before migrate, createsuperuser says that there is no table yet and what to run', async t => {
	const root = tutorialProject(t);
	const {code, stdout, stderr} = await commandLine(root, ['createsuperuser']);
	assert.equal(code, 1);
	assert.equal(stdout, unapplied);
	assert.equal(
		stderr,
		"Error: There is no table for users yet.\nRun 'quarterdeck migrate' (M in the dashboard) first.\n",
	);
	const form = await commandLine(root, ['createsuperuser', '--form', '--json']);
	assert.equal(form.code, 1);
	assert.deepEqual(
		objects(form).map(({type, code}) => code ?? type),
		['log', 'log', 'unapplied-migrations'],
	);
});

test('without a terminal, createsuperuser needs every value as a flag', async t => {
	const root = await migratedProject(t);
	const run = (words: string[], secret: string, stdin = '') => {
		setVariable(t, 'QUARTERDECK_SUPERUSER_PASSWORD', secret || undefined);
		return commandLine(root, ['createsuperuser', ...words], stdin);
	};
	const refused = async (words: string[], secret: string, sentence: RegExp, exitCode = 1) => {
		const {code, stdout, stderr} = await run(words, secret);
		assert.match(stderr, sentence);
		assert.equal(code, exitCode);
		assert.equal(stdout, '');
		assert.doesNotMatch(stderr, /canary|\n\s+at /);
	};
	await refused(
		[],
		password,
		/^Error: Superuser creation skipped due to not running in a TTY\. You can run `quarterdeck createsuperuser` in your project to create one manually\.\n/,
	);
	await refused(['--noinput'], password, /^Error: You must use --username with --noinput\.\n/);
	await refused(['--noinput', '--username', 'a'], '', /^Error: No password was given/);
	await refused(['--noinput', '--username', ''], password, /^Error: Username cannot be blank\.\n/);
	await refused(
		['--noinput', '--username', 'a'],
		'12345678',
		/^Error: This password is too common\.\n/,
	);
	await refused(
		['--noinput', '--username', 'a', '--email', 'x'],
		password,
		/^Error: Enter a valid email address\.\n/,
	);
	await refused(
		['--password=canary'],
		'',
		/^Error: A password is not accepted on the command line/,
		2,
	);
	await refused(
		['--password', 'canary'],
		'',
		/^Error: A password is not accepted on the command line/,
		2,
	);
	await refused(['--pasword=canary'], '', /^Error: Unknown option: --pasword\./, 2);

	const created = 'Superuser created successfully.\n';
	assert.equal((await run(['--noinput', '--username', 'admin'], password)).stdout, created);
	assert.equal(
		(await run(['--noinput', '--username', 'weak', '--bypass-validation'], '1')).stdout,
		created,
	);
	const fromStdin = await run(['--username', 'piped', '--password-stdin'], '', `${password}\nrest`);
	assert.equal(fromStdin.stdout, created);

	await refused(
		['--noinput', '--username', 'ADMIN'],
		password,
		/^Error: That username is already taken\.\n/,
	);
	const missing = await run(['--noinput', '--username', 'admin', '--if-missing'], '');
	assert.deepEqual([missing.code, missing.stdout], [0, "The user 'admin' already exists.\n"]);
	assert.doesNotMatch(written(root), /canary/);
});

test('--form reports errors while one types, then creates the superuser', async t => {
	const root = await migratedProject(t);
	const weak = {username: 'x y', email: 'x', password: '1', passwordAgain: 'canary'};
	const good = {username: 'admin', email: '', password, passwordAgain: password};
	const send = (messages: object[]) =>
		commandLine(
			root,
			['createsuperuser', '--form', '--json'],
			messages.map(message => `${JSON.stringify(message)}\n`).join(''),
		);
	assert.equal((await send([])).code, 130);
	assert.equal((await send([{type: 'check', ...weak}])).code, 130);
	const refused = {...good, passwordAgain: 'other'};
	assert.equal((await send([{type: 'create', ...refused, bypassValidation: true}])).code, 130);
	assert.deepEqual([readHistory(root), readRuns(root)], [[], []], 'only Create is an act');

	const outcome = await send([
		{type: 'check', ...weak},
		{type: 'create', ...good, passwordAgain: 'other', bypassValidation: true},
		{type: 'create', ...good, bypassValidation: false},
	]);
	assert.equal(outcome.code, 0, outcome.stderr);
	const [form, first, second, log, ended, ...more] = objects(outcome);
	assert.deepEqual(form, {type: 'form', username: userInfo().username});
	assert.equal(first.type, 'field-errors');
	assert.deepEqual(Object.keys(first.errors).sort(), [
		'email',
		'password',
		'passwordAgain',
		'username',
	]);
	assert.deepEqual(second, {
		type: 'field-errors',
		errors: {passwordAgain: ["Your passwords didn't match."]},
	});
	assert.equal(log.text, 'Superuser created successfully.');
	assert.deepEqual([ended.type, ended.exitCode, more], ['run-ended', 0, []]);
	const [{run, command, exitCode, summary}] = readHistory(root) as [HistoryEntry];
	assert.deepEqual(
		[command, exitCode, summary],
		['createsuperuser', 0, 'Superuser created successfully.'],
	);
	assert.deepEqual(readFileSync(journalPath(root, run), 'utf8').match(/(?<="type":")[^"]+/g), [
		'run-started',
		'log',
		'run-ended',
	]);
	assert.doesNotMatch(outcome.stdout + written(root), /canary|field-errors.*field-errors.*field/s);
	assert.doesNotMatch(written(root), /too short/);

	const broken = await send([{type: 'create', username: 'a', password: ['canary']}]);
	assert.equal(broken.code, 2);
	assert.doesNotMatch(broken.stdout, /canary/);
});

test('--form ends by itself while its stdin stays open', async t => {
	const root = await migratedProject(t);
	const child = startQuarterdeck(t, root, ['createsuperuser', '--form', '--json']);
	const ended = once(child, 'exit');
	const message = {type: 'create', username: 'admin', email: '', password, passwordAgain: password};
	child.stdin.write(`${JSON.stringify(message)}\n`);
	const late = AbortSignal.timeout(10_000);
	const [code] = await Promise.race([ended, once(late, 'abort').then(() => ['it goes on'])]);
	assert.equal(code, 0);
});
