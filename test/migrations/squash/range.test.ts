import assert from 'node:assert/strict';
import test from 'node:test';
import {migrationsToSquash} from '../../../source/migrations/squash/range.ts';
import {projectWith} from '../../support/migrations-on-disk.ts';

/** What a range of the app shop has, of three migrations in a row. */
function rangeOf(t: test.TestContext, more: Parameters<typeof projectWith>[1] = {}) {
	const project = projectWith(t, {
		'shop.0001_one': {},
		'shop.0002_two': {dependencies: ['shop.0001_one', 'stock.0001_one']},
		'shop.0003_three': {dependencies: ['shop.0002_two']},
		'stock.0001_one': {},
		...more,
	});
	return async (from: string | undefined, to: string, app = project.apps[0]!) =>
		(await migrationsToSquash(project, app, from, to)).map(({name}) => name);
}

test('a range has all migrations of the app from one to another', async t => {
	const range = rangeOf(t);
	assert.deepEqual(await range(undefined, '0003'), ['0001_one', '0002_two', '0003_three']);
	assert.deepEqual(await range('0002', '0003_three'), ['0002_two', '0003_three']);
	assert.deepEqual(await range('0002', '0002'), ['0002_two']);
});

test('a reversed range is refused', async t => {
	const message = /'shop\.0003_three' cannot be found.* after the migration 'shop\.0001_one'/;
	await assert.rejects(rangeOf(t)('0003', '0001'), {code: 'unknown-migration', message});
});

test('a migration of another branch is not in the range', async t => {
	const range = rangeOf(t, {'shop.0003_other': {dependencies: ['shop.0002_two']}});
	assert.deepEqual(await range('0002', '0003_three'), ['0002_two', '0003_three']);
	await assert.rejects(range('0003_other', '0003_three'), {code: 'unknown-migration'});
});

test('a squashed migration and an app without migrations cannot be squashed', async t => {
	const range = rangeOf(t, {'shop.0001_all': {replaces: ['shop.0001_one']}});
	await assert.rejects(range(undefined, '0001_all'), {code: 'squashed-migration'});
	const app: any = {label: 'empty'};
	await assert.rejects(range(undefined, '0001', app), {code: 'no-migrations'});
});
