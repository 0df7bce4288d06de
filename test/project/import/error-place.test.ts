import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	placeOf,
	placeOfParseError,
	placeOfSyntaxError,
	shownPlace,
} from '../../../source/project/import/error-place.ts';
import {temporaryFolder} from '../../support/project.ts';

function errorWith({message = 'x', stack}: {message?: string; stack: string}): Error {
	return Object.assign(new Error(message), {stack});
}

test('the place of a TypeScript syntax error is the first line of its stack', () => {
	const error = errorWith({stack: 'file:///shop/a%20b.ts:3\n  x = ;\n'});
	assert.deepEqual(placeOf(error), {file: '/shop/a b.ts', line: 3});
});

test('the place of a thrown error is the first frame outside of Node and packages', () => {
	const stack = `Error: x
    at parse (node:internal/x:1:1)
    at run (/shop/node_modules/koa/lib/index.js:1:1)
    at file:///my%20shop/urls.ts?2:7:3`;
	assert.deepEqual(placeOf(errorWith({stack})), {file: '/my shop/urls.ts', line: 7});
	assert.equal(placeOf(errorWith({stack: 'Error: x'})), undefined);
	assert.equal(placeOf('a string'), undefined);
});

test('the place of a missing module is the import of it', t => {
	const file = path.join(temporaryFolder(t), 'urls.ts');
	writeFileSync(file, "import a from './a.ts';\nimport b from './books.ts';\n");
	const message = `Cannot find module '${path.dirname(file)}/books.ts' imported from ${file}`;
	assert.deepEqual(placeOf(errorWith({message, stack: 'Error'})), {file, line: 2});
});

test('the place of a JavaScript syntax error needs another process', t => {
	const file = path.join(temporaryFolder(t), 'urls.mjs');
	writeFileSync(file, 'export default [\n;\n');
	assert.deepEqual(placeOfSyntaxError(new SyntaxError('x'), file), {file, line: 2});
	assert.equal(placeOfSyntaxError(new Error('x'), file), undefined);
});

test('the modules that cannot be parsed are found without running them', t => {
	const root = temporaryFolder(t);
	const [entity, other] = [path.join(root, 'book.ts'), path.join(root, 'exit.ts')];
	writeFileSync(entity, 'export const all: number[] = [];\n\n@Entity()\nexport class Book {}\n');
	writeFileSync(other, "import {gone} from './gone.ts';\nprocess.exit();\n");
	const error = new SyntaxError('x');
	assert.deepEqual(placeOfParseError(error, [other, entity]), {file: entity, line: 3});
	assert.equal(placeOfParseError(error, [other]), undefined);
});

test('a place is shown relative to the project, if it is in there', () => {
	assert.equal(shownPlace({file: '/shop/urls.ts', line: 3}, '/shop'), 'urls.ts:3');
	assert.equal(shownPlace({file: '/other/urls.ts'}, '/shop'), '/other/urls.ts');
});
