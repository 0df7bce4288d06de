import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {CommandError} from '../../../source/errors/command-error.ts';
import {startOrm} from '../../../source/project/database/start-orm.ts';
import {hookImports} from '../../../source/project/import/import-hooks.ts';
import {temporaryFolder} from '../../support/project.ts';

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

test('an entity that Node cannot load has its place, and a loader is the next step', async t => {
	const {stackTraceLimit} = Error;
	t.after(() => {
		Error.stackTraceLimit = stackTraceLimit;
	});
	// So that the frames reach this file, as they reach a program of the project.
	Error.stackTraceLimit = 100;
	const root = temporaryFolder(t);
	const file = path.join(root, 'book.ts');
	writeFileSync(file, 'export const all: number[] = [];\n@Entity()\nexport class Book {}\n');
	hookImports();
	const gone = path.join(root, 'gone.ts');
	writeFileSync(gone, '');
	await import(pathToFileURL(gone).href);
	rmSync(gone);
	await assert.rejects(startOrm({init: () => import(pathToFileURL(file).href)}, {}, root), {
		...{code: 'needs-tsx', file, line: 2},
	});
});
