import assert from 'node:assert/strict';
import {cpSync} from 'node:fs';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {unmadeChanges} from '../../../source/migrations/make/unmade-changes.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const book = (name = 'Book') => defineEntity({name, properties: {id: p.integer().primary()}});

test('each app has a sentence for each change, and none after a migration makes it', async t => {
	const workshop = makeWorkshop(t, ['shop', 'stock']);
	workshop.entities({shop: [book()], stock: []});
	const changes = () =>
		workshop.open(async open => [...(await unmadeChanges(workshop.project, open))]);
	assert.deepEqual(await changes(), [
		['shop', ['Create entity Book']],
		['stock', []],
	]);
	await workshop.make();
	assert.deepEqual(await changes(), [
		['shop', []],
		['stock', []],
	]);
});

test('apps in conflict and apps of packages count as unchanged', async t => {
	const workshop = makeWorkshop(t, ['shop', 'stock']);
	workshop.entities({shop: [book()], stock: [book('Pen')]});
	await workshop.make();
	workshop.hand('shop', '0002_a', []);
	const [folder] = workshop.project.apps.map(({migrationsFolder}) => migrationsFolder);
	cpSync(`${folder}/0002_a.ts`, `${folder}/0002_b.ts`);
	workshop.project.apps[1]!.own = false;
	workshop.entities({shop: [], stock: []});
	const changes = await workshop.open(open => unmadeChanges(workshop.project, open));
	assert.deepEqual([...changes.values()], [[], []]);
});

test('with only a part of the entities nothing is compared', async t => {
	const {project} = makeWorkshop(t, ['shop']);
	const changes = await unmadeChanges(project, {isPartial: true} as never);
	assert.equal(changes.size, 0);
});
