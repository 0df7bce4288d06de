import assert from 'node:assert/strict';
import test from 'node:test';
import {CommandError} from '../../../source/errors/command-error.ts';
import {startOrm} from '../../../source/project/database/start-orm.ts';

const throwing = (error: Error) => startOrm({init: () => Promise.reject(error)}, {}, '/shop');

test('what MikroORM rejects is named with its place, and the sentence has no place', async () => {
	const error = new Error('Book.author is missing\n  at the second line');
	error.stack = 'Error: x\n    at file:///shop/books/entities.ts:7:3';
	await assert.rejects(throwing(error), {
		...{code: 'entities', file: '/shop/books/entities.ts', line: 7},
		message: 'books/entities.ts:7: Book.author is missing',
		sentence: 'Book.author is missing',
	});
});

test('an error of ours stays as it is', async () => {
	const error = new CommandError('not installed', {code: 'not-installed'});
	await assert.rejects(throwing(error), error);
});

test('types of properties that no loader emits', async () => {
	const error = new Error("Make sure you have 'emitDecoratorMetadata' enabled");
	await assert.rejects(throwing(error), ({hint}: CommandError) => {
		assert.match(hint!, /@swc-node\/register @swc\/core/);
		return true;
	});
});
