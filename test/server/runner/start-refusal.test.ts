import assert from 'node:assert/strict';
import test from 'node:test';
import {CommandError} from '../../../source/errors/command-error.ts';
import {StartRefusal} from '../../../source/server/runner/start-refusal.ts';

const taken = new CommandError('Port 8000 is already in use.', {code: 'port-in-use'});

test('an application that gets no socket receives the system’s error, and the start is refused', () => {
	const refusal = new StartRefusal();
	refusal.verifyNone();
	assert.deepEqual(refusal.ofSocket(taken), {
		code: 'EADDRINUSE',
		message: 'listen: Port 8000 is already in use.',
	});
	refusal.ofFailure({message: 'listen failed', code: 'EADDRINUSE'});
	assert.throws(() => refusal.verifyNone(), {code: 'port-in-use'});
});

test('failures in the settings refuse the start, and failures in the sources do not', () => {
	const refusal = new StartRefusal();
	refusal.ofSocket(taken);
	refusal.ofFailure({message: 'SyntaxError', code: undefined});
	refusal.verifyNone();
	refusal.ofFailure({message: 'Not in production.', code: 'production', hint: 'Unset NODE_ENV.'});
	assert.throws(() => refusal.verifyNone(), {code: 'production', hint: 'Unset NODE_ENV.'});
	refusal.withdraw();
	refusal.verifyNone();
});
