import assert from 'node:assert/strict';
import test from 'node:test';
import {type MigrateRequest, migrate} from '../../../source/migrations/migrate/migrate.ts';
import type {Interaction} from '../../../source/migrations/questions/consent.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {makeShopOfItems, type Shop} from '../../support/shop.ts';

const {signal} = new AbortController();
const nobody = {interactive: false, prompt: {}, signal} as Interaction;

async function run({root}: Shop, request: MigrateRequest = {}) {
	const {events, result} = await outcomeOf(migrate(await openProject(root), request, nobody));
	return {types: events.map(({type}) => type), events, result};
}

test('migrations are applied once', async t => {
	const shop = makeShopOfItems(t);
	const first = await run(shop);
	assert.deepEqual(
		first.types.filter(type => type === 'applied'),
		['applied', 'applied'],
	);
	const second = await run(shop);
	assert.deepEqual(second.types, ['plan', 'log']);
	assert.equal(second.result, 0);
});

test('a plan is shown, and a check says whether there is one, without running it', async t => {
	const shop = makeShopOfItems(t);
	assert.partialDeepStrictEqual((await run(shop, {plan: true})).events, [
		{type: 'plan', preview: true, steps: [{migration: 'shop.0001_initial'}, {}]},
	]);
	assert.equal((await run(shop, {check: true})).result, 1);
	assert.deepEqual(shop.rows("select name from sqlite_master where name = 'item'"), []);
	await run(shop);
	assert.equal((await run(shop, {check: true})).result, 0);
});

test('a target leads forwards and backwards', async t => {
	const shop = makeShopOfItems(t);
	await run(shop, {app: 'shop', target: '0001'});
	assert.deepEqual(shop.rows('select * from item'), []);
	const back = await run(shop, {app: 'shop', target: 'zero', allowDataLoss: true});
	assert.ok(back.types.includes('unapplied'));
	await assert.rejects(run(shop, {app: 'nope'}), {code: 'unknown-app'});
});

test('rows are lost only with consent, and then there is a question', async t => {
	const shop = makeShopOfItems(t);
	await run(shop);
	const {types, result} = await run(shop, {app: 'shop', target: 'zero'});
	assert.deepEqual([types, result], [['question'], 3]);
	assert.equal(shop.rows('select * from item').length, 1);
});
