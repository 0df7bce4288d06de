import assert from 'node:assert/strict';
import test from 'node:test';
import {isBare, parseCommandLine, verifyCommandLine} from '../../source/command-line/parse.ts';

test('what holds everywhere may stand anywhere; the rest is the command’s', () => {
	const line = parseCommandLine([
		'--json',
		'migrate',
		'books',
		'--project',
		'/srv',
		'--plan',
		'zero',
	]);
	assert.equal(line.command, 'migrate');
	assert.deepEqual(line.words, ['books', '--plan', 'zero']);
	assert.equal(line.directory, '/srv');
	assert.equal(line.json, true);
});

test('--help and --version work everywhere', () => {
	assert.equal(parseCommandLine(['migrate', '--version']).version, true);
	assert.equal(parseCommandLine(['migrate', 'books', '--help']).help, true);
});

test('two dashes end them', () => {
	const line = parseCommandLine(['check', '--', '--json']);
	assert.equal(line.json, false);
	assert.deepEqual(line.words, ['--', '--json']);
});

test('no command at all', () => {
	assert.equal(parseCommandLine([]).command, undefined);
	assert.equal(parseCommandLine(['--read-only']).readOnly, true);
	assert.equal(parseCommandLine(['--project=/srv']).directory, '/srv');
});

test('without a command, what is no option everywhere is refused, and no dashboard is opened', () => {
	const sentence = (...words: string[]) => {
		const line = parseCommandLine(words);
		assert.equal(isBare(line), false);
		let message = '';
		assert.throws(
			() => verifyCommandLine(line),
			(error: Error & {exitCode: number}) => {
				message = error.message;
				return error.exitCode === 2;
			},
		);
		return message;
	};
	assert.equal(sentence('--frobnicate'), '--frobnicate is no option.');
	assert.equal(sentence('--jsn=secret'), '--jsn is no option. Did you mean --json?');
	assert.equal(sentence('-x'), '-x is no option.');
	assert.equal(sentence('--', 'migrate'), '-- is no option.');
	assert.match(sentence('--read-only', 'migrate'), /^--read-only is for the dashboard: .+\.$/);
	assert.equal(sentence('--read-onl'), '--read-onl is no option. Did you mean --read-only?');
	for (const words of [[], ['--read-only'], ['--project=/srv', '--no-color', '--json']]) {
		assert.equal(isBare(parseCommandLine(words)), true);
	}
	verifyCommandLine(parseCommandLine(['migrate', '--frobnicate']));
});
