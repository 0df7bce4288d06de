import assert from 'node:assert/strict';
import test from 'node:test';
import {
	endOf,
	interruptedAfter,
	interruptedIn,
	startOf,
} from '../../../source/migrations/executor/step-events.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {backwards, forwards} from '../../support/sqlite-engine.ts';

const [up, down] = [forwards('0001_one'), backwards('0001_one')];
const migration = 'shop.0001_one';

test('a step starts as applying or unapplying', () => {
	assert.deepEqual(startOf(up, 1, 2), {type: 'applying', migration, index: 1, total: 2});
	assert.deepEqual(startOf(down, 2, 2), {type: 'unapplying', migration, index: 2, total: 2});
});

test('a step ends as applied, unapplied or faked, after whole milliseconds', () => {
	assert.deepEqual(endOf(up, 12.4), {type: 'applied', migration, milliseconds: 12});
	assert.deepEqual(endOf(down, 0.6), {type: 'unapplied', migration, milliseconds: 1});
	assert.deepEqual(endOf({...up, fake: true}, 0), {type: 'faked', migration, milliseconds: 0});
});

test('an interrupted run says where it ended, and returns 130', async () => {
	const texts = [];
	for (const work of [interruptedAfter(up), interruptedAfter(undefined), interruptedIn(up)]) {
		const {events, result} = await outcomeOf(work);
		assert.equal(result, 130);
		texts.push(...events.map(event => event.type === 'log' && event.text));
	}
	assert.deepEqual(texts, [
		'Interrupted: shop.0001_one was the last one to run.',
		'Interrupted: nothing was run.',
		'Interrupted: shop.0001_one was rolled back.',
	]);
});
