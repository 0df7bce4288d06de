import assert from 'node:assert/strict';
import test from 'node:test';
import {
	bare,
	declaration,
	declarationsOf,
	match,
	namesOf,
	partsOf,
	pattern,
	textsOf,
} from '../../../source/migrations/hazards/sql-text.ts';

test('a pattern takes names in any quotes and any white space', () => {
	const drop = pattern('drop table NAME( cascade)?');
	assert.deepEqual(match(drop, ' DROP\n\tTABLE "public"."book" cascade')?.slice(1), [
		'"public"."book"',
		' cascade',
	]);
	assert.deepEqual(match(drop, 'drop table `book`')?.slice(1), ['`book`', '']);
	assert.equal(match(drop, 'drop index book'), undefined);
});

test('names lose their quotes and their schema', () => {
	assert.equal(bare('"public"."book"'), 'book');
	assert.deepEqual(namesOf('"title", `author` desc'), ['title', 'author']);
});

test('commas within brackets and texts do not split', () => {
	assert.deepEqual(partsOf("a decimal(5,2), b text default 'x, y'"), [
		'a decimal(5,2)',
		" b text default 'x, y'",
	]);
	assert.deepEqual(partsOf("an open ' quote, here"), ["an open ' quote", ' here']);
	assert.deepEqual(textsOf("'it''s', 'b'"), ["it's", 'b']);
});

test('a declaration says type, NOT NULL, default and generation', () => {
	assert.deepEqual(declaration('`price` DECIMAL(5,2) NOT NULL default 0'), {
		column: 'price',
		type: 'decimal(5,2)',
		declared: 'DECIMAL(5,2) NOT NULL default 0',
		...{notNull: true, isGenerated: false, hasDefault: true},
	});
	assert.equal(declaration('x double  precision').type, 'double precision');
	assert.equal(declaration('x int generated always as (y + 1) stored').isGenerated, true);
});

test('constraints between the columns of a table are no columns', () => {
	const body = 'id integer primary key, name text, unique (name), constraint c check (id > 0)';
	assert.deepEqual(
		declarationsOf(body).map(({column}) => column),
		['id', 'name'],
	);
});
