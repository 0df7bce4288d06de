import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {detectChanges} from '../../../source/migrations/detect/autodetector.ts';
import {FlagQuestioner} from '../../../source/migrations/questions/flag-questioner.ts';
import {emptySnapshot, type Snapshot} from '../../../source/migrations/schema/snapshot.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const book = (properties: Record<string, any>) =>
	defineEntity({name: 'Book', properties: {id: p.integer().primary(), ...properties}} as any);

/** Detects changes from one set of properties to another, without a database. */
async function changesBetween(t: TestContext, before: object | undefined, after: object) {
	const workshop = makeWorkshop(t, ['shop']);
	const [app] = workshop.project.apps;
	const detect = (properties: object, from: Snapshot) => {
		workshop.entities({shop: [book(properties)]});
		return workshop.open((_, orm) => detectChanges(app!, from, orm, new FlagQuestioner()));
	};
	const empty = emptySnapshot();
	const from = before ? (await detect(before, empty))!.snapshot : empty;
	return detect(after, from);
}

test('a new entity creates a table, and unapplying drops it', async t => {
	const changes = await changesBetween(t, undefined, {title: p.string()});
	assert.deepEqual(
		changes?.operations.map(({sentence}) => sentence),
		['Create entity Book'],
	);
	assert.match(changes!.up.join(), /^create table `book`/);
	assert.match(changes!.down.join(), /^drop table (if exists )?`book`/);
});

test('the same entities are no change', async t => {
	assert.equal(await changesBetween(t, {title: p.string()}, {title: p.string()}), undefined);
});

test('an added property alters the table, and the snapshot has it', async t => {
	const changes = await changesBetween(
		t,
		{title: p.string()},
		{title: p.string(), price: p.integer().nullable()},
	);
	assert.deepEqual(
		changes?.operations.map(({sentence}) => sentence),
		['Add property price to book'],
	);
	assert.ok(changes!.snapshot.tables[0]!.columns.price);
});
