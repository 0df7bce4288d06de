import assert from 'node:assert/strict';
import test from 'node:test';
import {BoundedCache} from '../../source/terminal/bounded-cache.ts';

test('a value is made once, until the cache is full and starts again', () => {
	const made: string[] = [];
	const cache = new BoundedCache<string, string>(2);
	const get = (key: string) =>
		cache.get(key, () => {
			made.push(key);
			return key.toUpperCase();
		});
	assert.deepEqual([get('a'), get('a'), get('b'), get('b')], ['A', 'A', 'B', 'B']);
	assert.deepEqual(made, ['a', 'b']);
	get('c');
	get('c');
	get('a');
	assert.deepEqual(made, ['a', 'b', 'c', 'a']);
	cache.clear();
	get('a');
	assert.equal(made.length, 5);
});
