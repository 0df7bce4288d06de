import assert from 'node:assert/strict';
import test from 'node:test';
import {partsOfName, qualifiedName} from '../../../source/migrations/sql/names.ts';

test('names are equal only if they mean the same table', () => {
	assert.equal(qualifiedName(['archive', 'doc']), 'archive.doc');
	assert.notEqual(qualifiedName(['archive.doc']), qualifiedName(['archive', 'doc']));
	for (const parts of [['a'], ['a', 'b'], ['a.b'], ['a"b', 'c.d'], ['', 'x']]) {
		const {schema, own} = partsOfName(qualifiedName(parts));
		assert.equal(own, parts.at(-1));
		assert.equal(schema ?? '', parts.length > 1 ? parts[0] : '');
	}
});
