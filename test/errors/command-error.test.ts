import assert from 'node:assert/strict';
import test from 'node:test';
import {
	CommandError,
	dataOf,
	isCommandError,
	messageOf,
} from '../../source/errors/command-error.ts';
import {ways} from '../../source/errors/ways.ts';

test('an error keeps what it was given, with a code and an exit code of its own', () => {
	const bare = new CommandError('No.');
	assert.deepEqual([bare.code, bare.exitCode, bare.hint], ['failed', 1, undefined]);
	const cause = new TypeError('why');
	const error = new CommandError('No.', {code: 'no', exitCode: 3, column: 7, cause});
	assert.deepEqual([error.code, error.exitCode, error.column, error.cause], ['no', 3, 7, cause]);
});

test('an error travels as plain data, and is the same error again', () => {
	const given = {code: 'no', hint: 'Migrate.', ways: [ways.migrate], file: '/p/urls.ts', line: 3};
	const data = dataOf(new CommandError('No.', given));
	assert.deepEqual(data, {message: 'No.', ...given});
	assert.deepEqual(dataOf(new CommandError(data.message, JSON.parse(JSON.stringify(data)))), data);
	assert.deepEqual(dataOf(new CommandError('No.')), {code: 'failed', message: 'No.'});
});

test('an error of a second copy of this module is expected, too', () => {
	const other = Object.assign(new Error('No.'), {name: 'CommandError'});
	assert.equal(isCommandError(other), true);
	assert.equal(isCommandError(new Error('No.')), false);
	assert.equal(isCommandError({name: 'CommandError'}), false);
});

test('anything that is thrown has a message', () => {
	assert.equal(messageOf(new Error('No.')), 'No.');
	assert.equal(messageOf('No.'), 'No.');
	assert.equal(messageOf(undefined), 'undefined');
});
