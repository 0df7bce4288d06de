import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {currentPlan} from '../../../source/migrations/graph/current-plan.ts';
import type {MigrateRequest} from '../../../source/migrations/migrate/migrate.ts';
import {runPlan} from '../../../source/migrations/migrate/run-plan.ts';
import type {Interaction} from '../../../source/migrations/questions/consent.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop, makeShopOfItems, type Shop} from '../../support/shop.ts';
import {noLock} from '../../support/sqlite-engine.ts';

const asking = {
	...{interactive: false, prompt: {}, signal: new AbortController().signal},
} as Interaction;

async function run({root}: Shop, request: MigrateRequest = {}) {
	const project = await openProject(root);
	const plan = await currentPlan(project, undefined, request);
	const {events, result} = await outcomeOf(runPlan(project, plan, noLock, request, asking));
	return {events, result, texts: events.flatMap(event => (event.type === 'log' ? event.text : []))};
}

/** A shop whose entity no migration makes. */
async function withoutMigration(t: TestContext): Promise<Shop> {
	const properties = '{id: p.integer().primary()}';
	const shop = makeShop(
		t,
		`export const Item = defineEntity({name: 'Item', properties: ${properties}});`,
	);
	await runCommand(shop.root, 'makemigrations', ['shop'], {empty: true, name: 'other'});
	return shop;
}

test('the plan is reported before its steps, without its SQL', async t => {
	const {events, result} = await run(makeShopOfItems(t));
	assert.equal(result, 0);
	const [plan] = events;
	assert.ok(plan?.type === 'plan');
	assert.deepEqual(
		plan.steps.map(({migration, sql}) => [migration, sql]),
		[
			['shop.0001_initial', undefined],
			['shop.0002_row', undefined],
		],
	);
});

test('changes without a migration are reported, unless an app was named', async t => {
	assert.match((await run(await withoutMigration(t))).texts.join(), /'shop' have changes/);
	assert.doesNotMatch(
		(await run(await withoutMigration(t), {app: 'shop'})).texts.join(),
		/have changes/,
	);
});

test('recording only runs nothing', async t => {
	const shop = makeShopOfItems(t);
	const {events} = await run(shop, {fake: true});
	assert.equal(events.filter(({type}) => type === 'faked').length, 2);
	assert.deepEqual(shop.rows("select name from sqlite_master where name = 'item'"), []);
});
