import assert from 'node:assert/strict';
import test from 'node:test';
import {oneAtATime} from '../../source/library/one-at-a-time.ts';

test('runs on one ORM follow each other, whatever becomes of them', async () => {
	const orm = {};
	const first = Promise.withResolvers<never>();
	const order: string[] = [];
	const one = oneAtATime(orm, true, () => first.promise);
	const two = oneAtATime(orm, true, async () => order.push('two'));
	const other = oneAtATime({}, true, async () => order.push('other'));
	await other;
	first.reject(new Error('failed'));
	await assert.rejects(one, /failed/);
	await two;
	assert.deepEqual(order, ['other', 'two']);
});

test('a run that does not wait is refused while another one is in progress', async () => {
	const orm = {};
	const first = Promise.withResolvers<number>();
	const one = oneAtATime(orm, true, () => first.promise);
	await assert.rejects(
		oneAtATime(orm, false, async () => 2),
		{code: 'lock-held', exitCode: 4},
	);
	first.resolve(1);
	assert.equal(await one, 1);
	assert.equal(await oneAtATime(orm, false, async () => 2), 2);
});
