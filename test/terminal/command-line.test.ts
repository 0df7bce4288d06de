import assert from 'node:assert/strict';
import test from 'node:test';
import {parseCommandLine} from '../../source/terminal/command-line.ts';

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

test('a command is not told to look on: it would write all the same', () => {
	const line = parseCommandLine(['--read-only', 'migrate', 'auth']);
	assert.equal(line.readOnly, false);
	assert.deepEqual(line.words, ['--read-only', 'auth']);
});

test('no command at all', () => {
	assert.equal(parseCommandLine([]).command, undefined);
	assert.equal(parseCommandLine(['--read-only']).readOnly, true);
	assert.equal(parseCommandLine(['--project=/srv']).directory, '/srv');
});
