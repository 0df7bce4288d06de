import assert from 'node:assert/strict';
import test from 'node:test';
import {closeHint, keyHint, keyRows} from '../../../source/dashboard/drawing/key-hints.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';

test.beforeEach(() => chooseLook({colour: false, unicode: true}));

test('a hint is the key and what it does', () => {
	assert.equal(keyHint('y', 'run it'), 'y run it');
	assert.equal(closeHint(), 'Esc close');
});

test('hints share rows as long as they fit', () => {
	assert.deepEqual(keyRows(['a one', 'b two', 'c three'], 14), ['a one   b two', 'c three']);
	assert.deepEqual(keyRows(['a very long hint'], 5), ['a very long hint']);
	assert.deepEqual(keyRows([], 5), []);
});
