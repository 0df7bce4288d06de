import assert from 'node:assert/strict';
import test from 'node:test';
import {readPattern, valuesIn, writeValue} from '../../../source/project/apps/pattern.ts';

/** The values in a path; null where it does not match. */
function match(pattern: string, path: string) {
	const compiled = readPattern(pattern);
	return compiled.regexp.test(path) ? valuesIn(compiled, path) : null;
}

test('an int is a number of digits, up to the greatest safe integer, as in Django with leading zeros', () => {
	const int = (text: string) => match('/<int:id>/', `/${text}/`)?.id;
	assert.deepEqual(['0', '42', '007', '9007199254740991'].map(int), [0, 42, 7, 9007199254740991]);
	assert.equal(int(`${'0'.repeat(300)}9007199254740991`), 9007199254740991);
	const refused = ['abc', '', '-1', '1.5', '1e3', '0x1', '+1', '٣', '9007199254740992'];
	assert.deepEqual(
		[...refused, '9017199254740991', '10000000000000000'].map(int),
		Array(11).fill(undefined),
	);
	let power = 1n;
	for (let digits = 1; digits < 40; digits++, power *= 10n) {
		for (const number of [power, 9007199254740991n - power, 9007199254740991n + power]) {
			if (number < 0n) continue;
			const isSafe = number <= BigInt(Number.MAX_SAFE_INTEGER);
			assert.equal(int(String(number)), isSafe ? Number(number) : undefined, String(number));
		}
	}
});

test('str, slug, uuid and path match what Django’s match', () => {
	assert.deepEqual(match('/<str:a>/<b>/', '/x.y/%C3%A9%2F/'), {a: 'x.y', b: 'é/'});
	assert.equal(match('/<str:a>/', '/x/y/'), null);
	assert.deepEqual(match('/<slug:s>-<int:id>/', '/my-post-12/'), {s: 'my-post', id: 12});
	assert.equal(match('/<slug:s>/', '/my.post/'), null);
	const uuid = '075194d3-6885-417e-a8a8-6c931e272f00';
	assert.deepEqual(match('/<uuid:id>', `/${uuid}`), {id: uuid});
	assert.equal(match('/<uuid:id>', `/${uuid.toUpperCase()}`), null);
	assert.deepEqual(match('/files/<path:rest>', '/files/a/b%20c'), {rest: 'a/b c'});
	assert.equal(match('/files/<path:rest>', '/files/'), null);
});

test('the syntax of @koa/router still works', () => {
	assert.deepEqual(match('/books/:isbn', '/books/978/'), {isbn: '978'});
	assert.deepEqual(match('/files/*rest', '/files/a/b'), {rest: 'a/b'});
	assert.deepEqual(match('/books{/:page}/', '/books/'), {});
	assert.deepEqual(match('/books{/:page}/', '/books/2/'), {page: '2'});
	assert.deepEqual(match('/a\\:b.c', '/a:b.c'), {});
	assert.equal(match('/a.c', '/abc'), null);
	assert.deepEqual(match('/bücher/', '/b%C3%BCcher/'), {});
	assert.deepEqual(match('/:broken', '/%E0%A4'), {broken: '%E0%A4'});
});

test('a pattern that cannot be read is refused in one sentence', () => {
	const refusals = {
		'/<integer:id>/': 'The pattern /<integer:id>/ names no converter with integer.',
		'/<int:id/': 'The pattern /<int:id/ cannot be read from <int:id/ on.',
		'/(.*)': 'The pattern /(.*) cannot be read from (.*) on.',
		'/<int:id>/:id': 'The pattern /<int:id>/:id has two parameters named id.',
		'/{a': 'The pattern /{a has a { without its }.',
		'/a}': 'The pattern /a} has a } without its {.',
		'/<toString:id>/': 'The pattern /<toString:id>/ names no converter with toString.',
	};
	for (const [pattern, message] of Object.entries(refusals)) {
		assert.throws(() => readPattern(pattern), {code: 'routes', message});
	}
});

test('a value is written so that it is read again, or not at all', () => {
	const write = (converter: 'int' | 'str' | 'slug' | 'path', value: unknown) =>
		writeValue({name: 'a', converter}, value);
	for (const text of ['a/b', 'é ?#', '..a', '%2F', "'", '\n']) {
		assert.deepEqual(match('/<a>/', `/${write('str', text)}/`), {a: text});
		assert.deepEqual(match('/<path:a>', `/${write('path', text)}`), {a: text});
	}
	assert.equal(write('path', 'a/b c'), 'a/b%20c');
	assert.equal(write('str', '\uD800'), '%EF%BF%BD');
	assert.deepEqual([write('int', 12), write('int', 12n), write('str', 1.5)], ['12', '12', '1.5']);
	const refused = [
		...[-1, 1.5, Number.NaN, 2 ** 53, 'abc'].map(value => write('int', value)),
		...['', '.', '..'].map(value => write('str', value)),
		...['a/../b', ''].map(value => write('path', value)),
		write('slug', 'a b'),
	];
	assert.deepEqual(refused, Array(refused.length).fill(undefined));
});
