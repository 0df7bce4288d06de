import assert from 'node:assert/strict';
import test from 'node:test';
import type {Event} from '../../source/runs/events.ts';
import {coloured, plain, wantsColour} from '../../source/terminal/colours.ts';
import {jsonPrinter, textPrinter} from '../../source/terminal/output.ts';
import {Written} from '../support/written.ts';

const migrating: Event[] = [
	{type: 'plan', target: 'Apply all migrations: accounts, auth', steps: []},
	{type: 'applying', migration: 'auth.0001_initial', index: 1, total: 2},
	{type: 'applied', migration: 'auth.0001_initial', milliseconds: 5},
	{type: 'applying', migration: 'accounts.0001_initial', index: 2, total: 2},
	{
		type: 'failed',
		migration: 'accounts.0001_initial',
		statement: 2,
		sql: 'create table "x"',
		message: 'table x already exists',
		rolledBack: true,
		alreadyExecuted: [],
		ways: [],
	},
];

function printed(events: Event[], paint = plain): {out: string; error: string} {
	const [stdout, stderr] = [new Written(), new Written()];
	events.forEach(textPrinter({stdout, stderr}, paint));
	return {out: stdout.text, error: stderr.text};
}

test('prints a migrate as Django does, and what a failure leaves behind', () => {
	const {out, error} = printed(migrating);
	assert.equal(
		out,
		[
			'Operations to perform:',
			'  Apply all migrations: accounts, auth',
			'Running migrations:',
			'  Applying auth.0001_initial... OK',
			'  Applying accounts.0001_initial... FAILED',
			'',
		].join('\n'),
	);
	assert.match(
		error,
		/Statement 2: create table "x"\n {2}table x already exists\n {2}Everything .* rolled back/,
	);
});

test('OK is bold green and FAILED bold red', () => {
	const {out} = printed(migrating, coloured);
	assert.ok(out.includes('Applying auth.0001_initial...\u001B[32m OK\u001B[0m\n'));
	assert.ok(out.includes('\u001B[31;1m FAILED\u001B[0m\n'));
});

test('what was not rolled back is listed', () => {
	const failed = {
		...migrating[4],
		rolledBack: false,
		alreadyExecuted: ['create table "a"'],
	} as Event;
	assert.match(
		printed([failed]).error,
		/NOT rolled back, still in the database:\n {4}create table "a"/,
	);
});

test('foreign text cannot reach the terminal raw', () => {
	const {error} = printed([
		{type: 'error', code: 'x', message: 'no table \u001B[2J', hint: '\u009B2Jb'},
	]);
	assert.doesNotMatch(error, /[\u001B\u009B]/);
});

test('--json: an event has its type and time, an answer is printed as it is', () => {
	const stdout = new Written();
	const print = jsonPrinter({stdout});
	print({type: 'applied', migration: 'a.0001_initial', milliseconds: 3});
	print({type: 'result', value: {project: 'bookshop'}, text: 'bookshop'});
	const [event, answer] = stdout.text
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
	assert.equal(event.type, 'applied');
	assert.equal(new Date(event.at).toISOString(), event.at);
	assert.deepEqual(answer, {project: 'bookshop'});
});

test('uses colour on a terminal, unless the environment overrides it', () => {
	assert.equal(wantsColour({isTTY: true}, {}), true);
	assert.equal(wantsColour({isTTY: false}, {}), false);
	assert.equal(wantsColour({isTTY: true}, {NO_COLOR: '1'}), false);
	assert.equal(wantsColour({isTTY: true}, {TERM: 'dumb'}), false);
	assert.equal(wantsColour({isTTY: false}, {FORCE_COLOR: '1'}), true);
	assert.equal(wantsColour({isTTY: true}, {FORCE_COLOR: '0'}), false);
});

test('a question without choices has no empty line, and names the flag that answers it', () => {
	const question: Event = {
		type: 'question',
		id: 'q',
		kind: 'one-off-default',
		text: 'It needs a value.',
		choices: [],
		flag: '--default books.book.pages=SQL',
	};
	const lines = 'It needs a value.\nAnswer it with --default books.book.pages=SQL\n';
	assert.equal(printed([question]).error, lines);
	assert.match(
		printed([{...question, choices: ['a', 'b']}]).error,
		/value\.\n {2}a\n {2}b\nAnswer/,
	);
});
