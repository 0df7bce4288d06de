import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {loadFullGraph} from '../../../source/migrations/graph/state.ts';
import {variantsFor} from '../../../source/migrations/squash/new-dialects.ts';
import {partsOn} from '../../../source/migrations/squash/parts.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';
import {lacksDrivers} from '../../support/requires.ts';
import {makeWorkshop, type Workshop} from '../../support/workshop.ts';

const book = (properties: object = {}) => ({
	shop: [
		defineEntity({name: 'Book', properties: {id: p.integer().primary(), ...properties}} as any),
	],
});

async function makeBooks(t: test.TestContext): Promise<Workshop> {
	const workshop = makeWorkshop(t, ['shop']);
	workshop.entities(book());
	await workshop.make();
	return workshop;
}

/** The variants of the first migration of the app for these databases. */
function variantsOf({project, open}: Workshop, dialects: Dialect[], isWhole = true) {
	return open(async over => {
		const files = (await loadFullGraph(project)).of('shop');
		const range = {app: project.apps[0]!, before: [], files, isWhole};
		const parts = partsOn('sqlite', files);
		return variantsFor(dialects, project, over, range, {driver: 'sqlite', parts});
	});
}

test('a new database gets the tables of the entities, and a snapshot', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const [variant, ...others] = await variantsOf(await makeBooks(t), ['postgresql']);
	assert.equal(variant?.driver, 'postgresql');
	assert.match(variant?.optimized?.up.join() ?? '', /^create table "book"/);
	assert.deepEqual(
		variant?.snapshot?.tables.map(({name}) => name),
		['book'],
	);
	assert.deepEqual(others, []);
});

test('a new database takes all migrations of the app, and entities without other changes', async t => {
	if (lacksDrivers(t, 'mysql')) return;
	const workshop = await makeBooks(t);
	await assert.rejects(variantsOf(workshop, ['mysql'], false), {
		...{
			code: 'no-dialect',
			message: /^shop cannot be made for mysql: all migrations of the app must be squashed/,
		},
	});
	workshop.entities(book({title: p.string()}));
	await assert.rejects(variantsOf(workshop, ['mysql']), {
		...{code: 'no-dialect', message: /changes that no migration makes/},
	});
	assert.deepEqual(await variantsOf(workshop, [], false), []);
});

test('a migration that was edited by hand may do more than the entities say', async t => {
	if (lacksDrivers(t, 'mysql')) return;
	const workshop = await makeBooks(t);
	workshop.hand('shop', '0002_rows', ['insert into book values (1);']);
	const file = path.join(workshop.project.root, 'shop/migrations/0002_rows.ts');
	writeFileSync(file, readFileSync(file, 'utf8').replace('(1)', '(2)'));
	await assert.rejects(variantsOf(workshop, ['mysql']), {
		...{code: 'no-dialect', message: /shop\.0002_rows is not as makemigrations wrote it\.$/},
	});
});
