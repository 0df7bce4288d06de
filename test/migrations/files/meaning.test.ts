import assert from 'node:assert/strict';
import test from 'node:test';
import {meaningOfBody, meaningOfCode, textsIn} from '../../../source/migrations/files/meaning.ts';
import {parse} from '../../../source/migrations/files/syntax.ts';

const ofCode = (text: string) => meaningOfCode(parse(text, 'javascript'), text);
const ofSql = (...statements: string[]) =>
	meaningOfBody(
		{isTransactional: true, up: {statements}, down: undefined, name: undefined},
		{statics: {}, computed: []},
	);

test('white space, comments and the last semicolon of SQL have no meaning', () => {
	const meaning = ofSql("select a, 'b  c' from d");
	assert.equal(ofSql("select  a ,\n'b  c' from d -- why\n;"), meaning);
	assert.notEqual(ofSql("select a, 'b c' from d"), meaning);
	assert.notEqual(ofSql("select a, 'b  c' from d /*! code */"), meaning);
});

test('the order of statements has a meaning, the lists of a migration have none', () => {
	assert.notEqual(ofSql('a', 'b'), ofSql('b', 'a'));
	const body = {isTransactional: true, up: {statements: ['a']}, down: undefined, name: undefined};
	const lists = {statics: {dependencies: ['a.0001_b'], replaces: []}, computed: []};
	assert.equal(meaningOfBody(body, lists), ofSql('a'));
});

test('formatting, import order and SQL spacing of code have no meaning', () => {
	const meaning = ofCode("import a from 'a'; import b from 'b'; f(this.execute('select 1'));");
	assert.equal(
		ofCode("import b from 'b';\nimport a from 'a';\n// why\nf( this.execute('select  1') )"),
		meaning,
	);
	assert.notEqual(
		ofCode("import a from 'a'; import b from 'b'; g(this.execute('select 1'));"),
		meaning,
	);
});

test('code with a syntax error means its text', () => {
	assert.equal(ofCode('class {{'), 'class {{');
});

test('texts in code are found except in down(), those of one call together', () => {
	const {statements} = parse(
		"this.addSql('create ' + `table \x24{x}`); f('b'); class A { down() { f('c'); } }",
		'javascript',
	);
	assert.deepEqual(
		textsIn(statements, 'down').map(text => text.replaceAll(/\s+/g, ' ').trim()),
		['create table', 'b'],
	);
});
