import assert from 'node:assert/strict';
import test from 'node:test';
import {closest, didYouMean} from '../../source/words/closest.ts';

const words = ['migrate', 'makemigrations', 'runserver', 'status'];

test('a slip of the finger finds its word', () => {
	assert.equal(closest('migrat', words), 'migrate');
	assert.equal(closest('rnuserver', words), 'runserver');
	assert.equal(closest('makemigration', words), 'makemigrations');
	assert.equal(closest('STATUS', words), 'status');
});

test('a word that is near to none finds none', () => {
	assert.equal(closest('dance', words), undefined);
	assert.equal(didYouMean('dance', words), '');
	assert.equal(didYouMean('migrat', words), ' Did you mean migrate?');
});
