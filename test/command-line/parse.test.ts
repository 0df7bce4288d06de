import assert from 'node:assert/strict';
import test from 'node:test';
import {isBare, parseCommandLine, verifyCommandLine} from '../../source/command-line/parse.ts';

test('global options may stand anywhere; the rest is the command’s', () => {
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

test('two dashes end the global options', () => {
	const line = parseCommandLine(['check', '--', '--json']);
	assert.equal(line.json, false);
	assert.deepEqual(line.words, ['--', '--json']);
});

test('no command at all', () => {
	assert.equal(parseCommandLine([]).command, undefined);
	assert.equal(parseCommandLine(['--read-only']).readOnly, true);
	assert.equal(parseCommandLine(['--project=/srv']).directory, '/srv');
});

test('without a command, only global options are accepted, and no dashboard is opened', () => {
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
	assert.equal(sentence('--frobnicate'), 'Unknown option: --frobnicate.');
	assert.equal(sentence('--jsn=secret'), 'Unknown option: --jsn. Did you mean --json?');
	assert.equal(sentence('-x'), 'Unknown option: -x.');
	assert.equal(sentence('--', 'migrate'), 'Unknown option: --.');
	assert.match(sentence('--read-only', 'migrate'), /^--read-only is for the dashboard: .+\.$/);
	assert.equal(sentence('--read-onl'), 'Unknown option: --read-onl. Did you mean --read-only?');
	for (const words of [[], ['--read-only'], ['--project=/srv', '--no-color', '--json']]) {
		assert.equal(isBare(parseCommandLine(words)), true);
	}
	verifyCommandLine(parseCommandLine(['migrate', '--frobnicate']));
});
