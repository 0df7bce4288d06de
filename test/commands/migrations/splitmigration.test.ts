import assert from 'node:assert/strict';
import test from 'node:test';
import {makePlainProject} from '../../support/plain-project.ts';
import {makeShopOfItems} from '../../support/shop.ts';

test('on SQLite there is nothing to split', async t => {
	const {stderr} = await makeShopOfItems(t).run(['splitmigration', '0002'], 1);
	assert.match(stderr, /On sqlite, a migration keeps others out for as long as it runs/);
});

test('the name is needed', async t => {
	await makeShopOfItems(t).run(['splitmigration'], 2);
});

test('in a plain project, makemigrations --online is named instead', async t => {
	const project = makePlainProject(t, '');
	await assert.rejects(project.quarterdeck('splitmigration', ['0001']), /names give the order/);
});
