import assert from 'node:assert/strict';
import test from 'node:test';
import {CommandError} from '../../../source/errors/command-error.ts';
import {StartRefusal} from '../../../source/server/runner/start-refusal.ts';

const taken = new CommandError('Port 8000 is already in use.', {code: 'port-in-use'});

test('an application that got no socket hears the system’s code, and there is no server', () => {
	const refusal = new StartRefusal();
	refusal.verifyNone();
	assert.deepEqual(refusal.ofSocket(taken), {
		code: 'EADDRINUSE',
		message: 'listen: Port 8000 is already in use.',
	});
	refusal.ofFailure({message: 'listen failed', code: 'EADDRINUSE'});
	assert.throws(() => refusal.verifyNone(), {code: 'port-in-use'});
});

test('a failure of the sources is no reason to refuse; one of the settings is', () => {
	const refusal = new StartRefusal();
	refusal.ofSocket(taken);
	refusal.ofFailure({message: 'SyntaxError', code: undefined});
	refusal.verifyNone();
	refusal.ofFailure({message: 'Not in production.', code: 'production', hint: 'Unset NODE_ENV.'});
	assert.throws(() => refusal.verifyNone(), {code: 'production', hint: 'Unset NODE_ENV.'});
	refusal.withdraw();
	refusal.verifyNone();
});
