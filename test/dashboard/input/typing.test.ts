import assert from 'node:assert/strict';
import test from 'node:test';
import {isLetter, Typing} from '../../../source/dashboard/input/typing.ts';
import {stopTime} from '../../support/clock.ts';

test('typing goes on for a moment after each key', t => {
	const time = stopTime(t);
	const typing = new Typing();
	assert.equal(typing.isActive, false);
	typing.touch();
	time.goOn(600);
	typing.touch();
	time.goOn(600);
	assert.equal(typing.isActive, true);
	time.goOn(200);
	assert.equal(typing.isActive, false);
});

test('typing can be ended', () => {
	const typing = new Typing();
	typing.touch();
	typing.end();
	assert.equal(typing.isActive, false);
});

test('a letter is a printed character; a space and named keys are not', () => {
	assert.equal(isLetter({name: 'é', text: 'é'}), true);
	assert.equal(isLetter({name: ' ', text: ' '}), false);
	assert.equal(isLetter({name: 'Enter', text: '\r'}), false);
});
