import assert from 'node:assert/strict';
import test from 'node:test';
import {NotUnderstood, tokensOf} from '../../../source/migrations/sql/tokens.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';

const values = (sql: string, dialect: Dialect) =>
	tokensOf(sql, dialect).map(({kind, value}) => [kind, value]);

test('quotes and comments are those of the database', () => {
	const sql = "`a``b` -- it's\n'c''d' /* 'e */ 1.5";
	for (const dialect of ['sqlite', 'mysql', 'mariadb'] as const) {
		assert.deepEqual(values(sql, dialect), [
			['name', 'a`b'],
			['text', "c'd"],
			['number', '1.5'],
		]);
	}
	assert.deepEqual(values('[a b]', 'sqlite'), [['name', 'a b']]);
	assert.deepEqual(values('"a""b"', 'postgresql'), [['name', 'a"b']]);
	assert.deepEqual(values('2024_orders', 'mysql'), [['word', '2024_orders']]);
	assert.deepEqual(values('1 # it\n2', 'mysql').length, 2);
	assert.deepEqual(values('1 --2', 'mysql').length, 4);
});

test('a text ends where the database ends it', () => {
	const sql = "'a\\' or '";
	assert.deepEqual(values(sql, 'mysql'), [['text', "a\\' or "]]);
	assert.throws(() => tokensOf(sql, 'sqlite'), NotUnderstood);
	assert.deepEqual(values("E'a\\'b'", 'postgresql'), [['text', "a\\'b"]]);
	assert.deepEqual(values("$x$ it's $$ $x$", 'postgresql'), [['text', " it's $$ "]]);
	assert.deepEqual(values('/* a /* b */ c */ 1', 'postgresql'), [['number', '1']]);
});

test('what could be read in two ways is not read', () => {
	for (const [dialect, sql] of [
		['mysql', '/*!40000 drop table a */'],
		['mariadb', '/*M!100 drop table a */'],
		['postgresql', 'U&"d\\0061t"'],
		['postgresql', "'open"],
		['sqlite', '"open'],
		['sqlite', '/* open'],
		['mysql', 'drop\0table'],
	] as const) {
		assert.throws(() => tokensOf(sql, dialect), NotUnderstood, sql);
	}
});
