import assert from 'node:assert/strict';
import test from 'node:test';
import {isSameType, kindOf, narrows} from '../../../source/migrations/hazards/column-types.ts';

test('a type narrows where values may be cut off or not fit', () => {
	assert.equal(narrows('varchar(9)', 'varchar(5)'), true);
	assert.equal(narrows('bigint', 'int'), true);
	assert.equal(narrows('text', 'integer'), true);
	assert.equal(narrows('double precision', 'int'), true);
	assert.equal(narrows('timestamp', 'date'), true);
});

test('it does not where all values fit', () => {
	assert.equal(narrows('varchar(5)', 'text'), false);
	assert.equal(narrows('int', 'double'), false);
	assert.equal(narrows('date', 'datetime'), false);
	assert.equal(narrows('integer', 'varchar(20)'), false);
});

test('an unknown type neither narrows nor is the same as another', () => {
	assert.equal(kindOf('uuid'), undefined);
	assert.equal(narrows('uuid', 'int'), false);
	assert.equal(isSameType('uuid', 'char(36)'), false);
	assert.equal(isSameType('uuid', 'uuid'), true);
});

test('two spellings of one type are the same', () => {
	assert.equal(isSameType('character varying(20)', 'varchar(20)'), true);
	assert.equal(isSameType('int4', 'integer'), true);
	assert.equal(isSameType('varchar(20)', 'varchar(21)'), false);
});
