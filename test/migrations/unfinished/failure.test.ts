import assert from 'node:assert/strict';
import test from 'node:test';
import type {Step} from '../../../source/migrations/graph/plan.ts';
import {Failure, type FailurePlace} from '../../../source/migrations/unfinished/failure.ts';

const step = {file: {id: 'shop.0002_two'}, direction: 'forwards'} as Step;
const sent = ['create table one (id int)', 'insert into one values (1)'];
const place: FailurePlace = {
	...{statement: 3, sql: 'nonsense', sent, transaction: {}, driver: 'postgresql'},
};

function eventOf(more: Partial<FailurePlace>, error: unknown = new Error('syntax error')) {
	return new Failure(step, {...place, ...more}, error).event;
}

test('a migration that was rolled back is planned again', () => {
	const {rolledBack, alreadyExecuted, ways} = eventOf({});
	assert.deepEqual({rolledBack, alreadyExecuted}, {rolledBack: true, alreadyExecuted: []});
	assert.deepEqual(
		ways.map(({id}) => id),
		['migrate'],
	);
});

test('a migration of which something stays is settled', () => {
	for (const more of [
		{transaction: undefined},
		{driver: 'mariadb', sql: 'drop table x'},
	] as const) {
		const {rolledBack, alreadyExecuted, ways} = eventOf(more);
		assert.deepEqual({rolledBack, alreadyExecuted}, {rolledBack: false, alreadyExecuted: sent});
		assert.deepEqual(
			ways.map(({id}) => id),
			['resume', 'mark-applied', 'start-over'],
		);
	}
});

test('MySQL and MariaDB roll back to the last change of the schema', () => {
	assert.deepEqual(eventOf({driver: 'mysql'}).alreadyExecuted, sent.slice(0, 1));
});

test('an index that is made concurrently may stay as well, invalid', () => {
	const sql = 'create index concurrently i on one (id)';
	const {alreadyExecuted} = eventOf({transaction: undefined, sql});
	assert.match(alreadyExecuted.at(-1)!, /^create index concurrently i .*invalid index/);
});

test('an interrupted migration says so', () => {
	const failure = new Failure(step, place, 'interrupted');
	assert.equal(failure.interrupted, true);
	assert.equal(new Failure(step, place, new Error('x')).interrupted, false);
});

test('a migration without a way back is named', () => {
	const back = {...step, direction: 'backwards'} as Step;
	const {message} = new Failure(back, place, new Error('This migration cannot be reverted')).event;
	assert.equal(message, 'shop.0002_two has no down(): it cannot be unapplied.');
});
