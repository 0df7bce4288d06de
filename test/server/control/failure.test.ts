import assert from 'node:assert/strict';
import test from 'node:test';
import {CommandError} from '../../../source/errors/command-error.ts';
import {ways} from '../../../source/errors/ways.ts';
import {describeFailure, failureOfExit} from '../../../source/server/control/failure.ts';

test('an expected failure keeps its sentence, next steps, code and place', () => {
	const error = new CommandError('No routes.', {
		code: 'routes',
		hint: 'Write some.',
		ways: [ways.readLog],
		file: '/p/urls.ts',
		line: 3,
	});
	assert.deepEqual(describeFailure(error, '/p'), {
		message: 'No routes.',
		...{hint: 'Write some.', ways: [ways.readLog], code: 'routes', file: '/p/urls.ts', line: 3},
	});
});

test('any other error is one line with its name, and never too long to send', () => {
	const {message} = describeFailure(new TypeError(`${'x'.repeat(2000)}\nsecond line`), '/p');
	assert.match(message, /TypeError: x+$/);
	assert.equal(message.length, 800);
	assert.equal(describeFailure('a string', '/p').message, 'a string');
});

test('an exit says how the program ended', () => {
	const sentences = (
		[
			[null, 'SIGKILL'],
			[0, null],
			[3, null],
		] as const
	).map(([code, signal]) => failureOfExit('The application', code, signal).message);
	assert.deepEqual(sentences, [
		'The application was killed by SIGKILL.',
		'The application ended normally, without an error.',
		'The application ended with exit code 3.',
	]);
});
