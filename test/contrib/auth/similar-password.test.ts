import assert from 'node:assert/strict';
import test from 'node:test';
import {similarTo} from '../../../source/contrib/auth/similar-password.ts';

const owner = {username: 'margaret', email: 'hamilton@apollo.example'};

test('a password is compared with the name, the email address and its parts, in any case and order', () => {
	assert.equal(similarTo('MARGARET', owner, 0.7), 'username');
	assert.equal(similarTo('teragram1', owner, 0.7), 'username');
	assert.equal(similarTo('hamilton@apollo.example', owner, 0.7), 'email address');
	assert.equal(similarTo('hamilton1', owner, 0.7), 'email address');
	assert.equal(similarTo('xyz-quite-good', owner, 0.7), undefined);
});

test('the maximum is the share of common letters from which on a password is too similar', () => {
	// 6 of its 8 letters are in the name: 2 * 6 / (8 + 8) = 0.75.
	assert.equal(similarTo('margarXY', owner, 0.75), 'username');
	assert.equal(similarTo('margarXY', owner, 0.76), undefined);
});
