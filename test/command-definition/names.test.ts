import assert from 'node:assert/strict';
import test from 'node:test';
import {shownName, typedName, typedNames} from '../../source/command-definition/names.ts';

test('a name is typed with hyphens and shown in capitals', () => {
	assert.equal(typedName('allowDataLoss'), 'allow-data-loss');
	assert.equal(shownName('sourceFile'), 'SOURCE_FILE');
	assert.equal(shownName('app'), 'APP');
});

test('only noinput has two spellings, the usual one first', () => {
	for (const name of ['noinput', 'noInput']) {
		assert.deepEqual(typedNames(name), ['noinput', 'no-input']);
	}
	assert.deepEqual(typedNames('noWait'), ['no-wait']);
});
