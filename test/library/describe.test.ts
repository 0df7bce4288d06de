import assert from 'node:assert/strict';
import test from 'node:test';
import {describe} from '../../source/library/describe.ts';
import {makeShopOfItems} from '../support/shop.ts';

test('a project is described without its secrets', async t => {
	const {root} = makeShopOfItems(t);
	const description = await describe({directory: root});
	assert.partialDeepStrictEqual(description, {
		...{root, kind: 'quarterdeck', database: {driver: 'sqlite', name: 'db.sqlite3'}},
		unapplied: ['shop.0001_initial', 'shop.0002_row'],
	});
	assert.deepEqual(description.apps[0]?.migrations, [
		{name: '0001_initial', applied: null},
		{name: '0002_row', applied: null},
	]);
	assert.doesNotMatch(JSON.stringify(description), /secret/);
});
