import assert from 'node:assert/strict';
import test from 'node:test';
import {
	givePart,
	verifyHas,
	withAllParts,
} from '../../../source/migrations/mikro-orm/capabilities.ts';

test('a part is given as a copy where MikroORM knows its kind', () => {
	const policies = [{name: 'own'}];
	const table = {
		policies: undefined as unknown,
		setPolicies(given: unknown) {
			this.policies = given;
		},
	};
	givePart(table, 'setPolicies', policies, 'policies');
	assert.deepEqual(table.policies, policies);
	assert.notEqual(table.policies, policies);
});

test('what a version does not know is refused, unless there is none of it', () => {
	givePart({}, 'setPolicies', [], 'policies');
	givePart({}, 'setPartitioning', undefined, 'partitions');
	assert.throws(() => givePart({}, 'setPolicies', [{name: 'own'}], 'policies on book'), {
		code: 'mikro-orm-version',
		message: 'The snapshot has policies on book, which this version of MikroORM does not know.',
	});
	assert.throws(() => verifyHas({}, 'setPolicies', 'row level security on book'), {
		code: 'mikro-orm-version',
	});
});

test('a difference has every kind of parts', () => {
	const addedTriggers = {touch: {}};
	const {changedTables, ...rest} = withAllParts({changedTables: {book: {addedTriggers}}});
	assert.deepEqual(rest, {newRoutines: {}, changedRoutines: {}, removedRoutines: {}});
	const {book} = changedTables;
	assert.equal(book.addedTriggers, addedTriggers);
	assert.deepEqual([book.removedTriggers, book.changedPolicies], [{}, {}]);
});
