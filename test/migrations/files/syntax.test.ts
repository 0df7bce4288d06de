import assert from 'node:assert/strict';
import test from 'node:test';
import {constantOf, parse} from '../../../source/migrations/files/syntax.ts';

const value = (code: string) => {
	const {statements} = parse(`a = ${code}`, 'javascript');
	return constantOf(statements[0]!.expression.right);
};

test('types, comments and formatting do not change the syntax', () => {
	const plain = parse('class A { up() { f("a"); } }', 'javascript').statements;
	const typed =
		'// why\nclass A {\n\toverride up(): void { f(`a` as string)!; }\n}\ntype B = string;';
	assert.deepEqual(parse(typed, 'typescript').statements, plain);
	assert.notDeepEqual(parse('class A { up() { f("b"); } }', 'javascript').statements, plain);
});

test('JavaScript may say override, and nothing else of TypeScript', () => {
	assert.ok(parse('class A { override up() {} }', 'javascript').isWhole);
	assert.ok(parse('class A { override() {} }', 'javascript').isWhole);
	assert.ok(!parse('class A { up(): void {} }', 'javascript').isWhole);
});

test('comments are listed without the white space around them', () => {
	const code = '// one\nconst a = <T>(b: T) => b; /* two */';
	assert.deepEqual(parse(code, 'typescript').comments, ['one', 'two']);
});

test('after a syntax error, the members before it are there, and no statements', () => {
	const {isWhole, statements, members} = parse('class A { static a = 1; up() {{', 'javascript');
	assert.deepEqual([isWhole, statements, members.map(({key}) => key.value)], [false, [], ['a']]);
});

test('texts, numbers, lists and objects are constants, and nothing that runs is', () => {
	assert.deepEqual(value("{a: ['b', `c`, 1, true, null], 'd': {}}"), {
		a: ['b', 'c', 1, true, null],
		d: {},
	});
	for (const code of [
		'f()',
		'`\x24{b}`',
		'[f()]',
		'{a: f()}',
		'{...b}',
		'{[b]: 1}',
		'{__proto__: {}}',
	])
		assert.equal(value(code), undefined, code);
	for (const code of ['/a/', '1n']) assert.equal(value(code), undefined, code);
});
