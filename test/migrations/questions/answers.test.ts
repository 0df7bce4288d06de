import assert from 'node:assert/strict';
import test from 'node:test';
import {mistakeInValue, parseAnswers} from '../../../source/migrations/questions/answers.ts';

test('answers are taken by the name before the first equals sign, in lower case', () => {
	const {renames, defaults} = parseAnswers(
		['Shop.Book.Name = Title', 'shop.pen='],
		["a.b.c='x=y'"],
	);
	assert.deepEqual(
		[...renames],
		[
			['shop.book.name', 'Title'],
			['shop.pen', ''],
		],
	);
	assert.deepEqual([...defaults], [['a.b.c', "'x=y'"]]);
});

test('a flag without an equals sign is a usage error', () => {
	assert.throws(() => parseAnswers(['shop.book'], []), {code: 'usage', exitCode: 2});
});

const values = [
	'0',
	'-1.5',
	"'it''s'",
	"''",
	'null',
	'TRUE',
	'current_timestamp',
	'now()',
	'(1 + 2)',
	"'s' || id",
	'\'s\' || "größe"',
	"concat('s-', id)",
	'price * 2 + 1',
	"case when n > 1 then 'a' else 'b' end",
	'amount / 100',
];
for (const value of [...values, "'{}'::jsonb"]) {
	test(`${value} is a value in SQL`, () => {
		assert.equal(mistakeInValue(value), undefined);
		assert.equal(parseAnswers([], [`a.b.c=${value}`]).defaults.get('a.b.c'), value);
	});
}

for (const value of [
	'',
	'York',
	"'open",
	"it's",
	'1; drop table x',
	"'x' || name; drop table x",
	'York, UK',
	'2024-01-31',
	'f(x',
	'1 + 1 -- x',
]) {
	test(`${value || 'nothing'} is no value in SQL`, () => {
		assert.ok(mistakeInValue(value));
		assert.throws(() => parseAnswers([], [`a.b.c=${value}`]), {exitCode: 2});
	});
}
