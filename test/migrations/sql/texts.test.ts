import assert from 'node:assert/strict';
import test from 'node:test';
import {namesIn, partsOf, textsOf} from '../../../source/migrations/sql/texts.ts';

test('commas within brackets and texts do not split', () => {
	assert.deepEqual(partsOf("a decimal(5,2), b text default 'x, y'", 'sqlite'), [
		'a decimal(5,2)',
		"b text default 'x, y'",
	]);
	assert.deepEqual(textsOf("'it''s', 'b'", 'sqlite'), ["it's", 'b']);
});

test('names are read in any quotes and any script', () => {
	assert.deepEqual(namesIn('`größe`, "order items", [a b], 注文', 'sqlite'), [
		'größe',
		'order items',
		'a b',
		'注文',
	]);
	assert.deepEqual(namesIn('Größe, "Größe"', 'postgresql'), ['größe', 'Größe']);
});
