import assert from 'node:assert/strict';
import test from 'node:test';
import {findingOf} from '../../../source/checks/finding/check.ts';
import {CommandError} from '../../../source/errors/command-error.ts';

test('an expected failure is a finding, without its place in the sentence', () => {
	const details = {hint: 'Fix it.', file: '/shop/urls.ts', line: 3, sentence: 'no sea'};
	assert.deepEqual(findingOf('urls.E001', new CommandError('urls.ts:3: no sea', details)), {
		...{id: 'urls.E001', level: 'error', message: 'no sea'},
		...{hint: 'Fix it.', file: '/shop/urls.ts', line: 3},
	});
});

test('anything else is a bug, and thrown', () => {
	const bug = new TypeError('x is not a function');
	assert.throws(() => findingOf('urls.E001', bug), bug);
});
