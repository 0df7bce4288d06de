import assert from 'node:assert/strict';
import test from 'node:test';
import {forgetSecrets} from '../../source/shell/history.ts';

test('a line that looks like a secret is not kept in the history', () => {
	const lines = [
		'await em.count(User)',
		"user.password = 'hunter2'",
		'settings.secretKey',
		"const API_KEY = 'x'",
		'em.clear()',
	];
	forgetSecrets(lines);
	assert.deepEqual(lines, ['await em.count(User)', 'em.clear()']);
});
