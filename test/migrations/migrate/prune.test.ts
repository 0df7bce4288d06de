import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {prune} from '../../../source/migrations/migrate/prune.ts';
import type {Interaction} from '../../../source/migrations/questions/consent.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShopOfItems} from '../../support/shop.ts';

const asking = {
	...{interactive: false, prompt: {}, signal: new AbortController().signal},
} as Interaction;
const names = 'select name from mikro_orm_migrations order by id';

test('the records of missing files are removed, after an answer', async t => {
	const shop = makeShopOfItems(t);
	await runCommand(shop.root, 'migrate');
	const project = await openProject(shop.root);
	const texts = async (noinput: boolean) => {
		const {events, result} = await outcomeOf(prune(project, 'shop', {noinput}, asking));
		return [events.map(event => (event.type === 'log' ? event.text : event.type)), result];
	};
	const nothing = ['Pruning migrations:', '  No migrations to prune.'];
	assert.deepEqual(await texts(true), [nothing, 0]);
	rmSync(path.join(shop.root, 'shop/migrations/0002_row.ts'));
	assert.deepEqual(await texts(false), [['Pruning migrations:', 'question'], 3]);
	assert.equal(shop.rows(names).length, 2);
	assert.deepEqual(await texts(true), [['Pruning migrations:', '  Pruning shop.0002_row OK'], 0]);
	assert.deepEqual(shop.rows(names), [{name: 'shop.0001_initial'}]);
});

test('an app must be named', async t => {
	const project = await openProject(makeShopOfItems(t).root);
	await assert.rejects(outcomeOf(prune(project, undefined, {}, asking)), {code: 'usage'});
});
