import assert from 'node:assert/strict';
import test, {after, type TestContext} from 'node:test';
import type {CommandDefinition} from '../../source/command-definition/define-command.ts';
import type {Invocation} from '../../source/command-definition/invocation.ts';
import {runAppCommand} from '../../source/command-definition/run-app-command.ts';
import {exitCodes} from '../../source/errors/command-error.ts';
import {ways} from '../../source/errors/ways.ts';
import {openProject} from '../../source/project/open/open.ts';
import type {Event} from '../../source/runs/events.ts';
import {tutorialProject} from '../support/application.ts';

type Run = CommandDefinition['run'];

const root = tutorialProject({after: after as TestContext['after']});
const project = openProject(root);

async function outcomeOf(run: Run, signal = new AbortController().signal) {
	const invocation = {interactive: false, stdin: process.stdin, signal} as unknown as Invocation;
	const running = runAppCommand({summary: 'Test', run}, {}, await project, invocation);
	const events: Event[] = [];
	for (;;) {
		const {done, value} = await running.next();
		if (done) return {events, exitCode: value};
		events.push(value);
	}
}

test('lines are sanitised and come in order, with the exit code at the end', async () => {
	const {events, exitCode} = await outcomeOf(async (_, {log}) => {
		log('one\u001B[2J');
		await new Promise(setImmediate);
		log('two', 'success');
		return exitCodes.failed;
	});
	assert.deepEqual(events, [
		{type: 'log', level: 'info', text: 'one'},
		{type: 'log', level: 'success', text: 'two'},
	]);
	assert.equal(exitCode, 1);
});

test('a table that the database lacks is one sentence with a next step', async () => {
	const counting = outcomeOf(async (_, {em}) => {
		await em.getConnection().execute('select * from auth_user');
	});
	await assert.rejects(counting, (error: Error & {hint: string; ways: object[]}) => {
		assert.equal(error.name, 'CommandError');
		assert.equal(error.message, 'The database has no table auth_user.');
		assert.match(error.hint, /^Run 'quarterdeck migrate'/);
		assert.deepEqual(error.ways, [ways.migrate]);
		return (error.cause as Error).message.includes('no such table');
	});
});

test('a bug keeps its error, and a CommandError of the app its own words', async () => {
	const bug = new TypeError('a bug');
	await assert.rejects(
		outcomeOf(() => Promise.reject(bug)),
		error => error === bug,
	);
	const own = Object.assign(new Error('no such table: mine'), {name: 'CommandError'});
	await assert.rejects(
		outcomeOf(() => Promise.reject(own)),
		error => error === own,
	);
});

test('a question that nobody can answer ends the command, and ^C what listens to it', async () => {
	const asking = outcomeOf(async (_, {prompt}) => void (await prompt.confirm('Sure? ')));
	await assert.rejects(asking, {message: 'An answer is needed: Sure?', exitCode: 3});
	const controller = new AbortController();
	const waiting = outcomeOf(async (_, {signal}) => {
		controller.abort();
		signal.throwIfAborted();
	}, controller.signal);
	await assert.rejects(waiting, {message: 'Operation cancelled.', exitCode: 130});
});
