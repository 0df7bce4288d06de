import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {
	mergeMigrations,
	quarterdeckMaker,
} from '../../../source/migrations/make/quarterdeck-maker.ts';
import {snapshotPath} from '../../../source/migrations/schema/snapshot.ts';
import {formatSnapshot} from '../../../source/migrations/schema/snapshot-text.ts';
import {replacedTable} from '../../../source/project/apps/user-entity.ts';
import {projectWith} from '../../support/migrations-on-disk.ts';
import {lacksDrivers} from '../../support/requires.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';
import {makeWorkshop} from '../../support/workshop.ts';

test('a merge depends on all leaves of an app, and is named after them', async t => {
	const parallel = {dependencies: ['shop.0001_one']};
	const project = projectWith(t, {
		'shop.0001_one': {},
		'shop.0002_alice': parallel,
		'shop.0002_bob': parallel,
		'stock.0001_one': {},
	});
	const [app] = project.apps as [any];
	const snapshot = {...snapshotOf(tableOf('book', {id: 'integer'})), head: '0002_bob'};
	writeFileSync(snapshotPath(app, 'sqlite'), formatSnapshot(snapshot));
	const [merge, ...others] = await mergeMigrations(project, project.apps);
	assert.deepEqual(
		[merge?.app.label, merge?.name, merge?.dependencies, merge?.up],
		['shop', '0003_merge_0002_alice_0002_bob', ['shop.0002_alice', 'shop.0002_bob'], []],
	);
	assert.deepEqual(
		merge?.snapshot.tables.map(({name}) => name),
		['book'],
	);
	assert.deepEqual(others, []);
	assert.equal((await mergeMigrations(project, [app], 'join'))[0]?.name, '0003_join');
	assert.deepEqual(await mergeMigrations(project, [project.apps[1]!]), []);
});

test('the table of our user is not part of the schema if the project has its own', async t => {
	const {project} = makeWorkshop(t, ['auth']);
	const [app] = project.apps as [any];
	app.name = 'quarterdeck/auth';
	project.settings.auth.user = 'people.Person';
	app.replacedTable = replacedTable(project.settings, app);
	const graph: any = {leaves: () => [{name: '0001_initial'}]};
	const orm: any = {driverName: 'sqlite'};
	mkdirSync(app.migrationsFolder, {recursive: true});
	const tables = [tableOf('auth_user', {}), tableOf('auth_group', {})];
	const snapshot = {...snapshotOf(...tables), head: '0001_initial'};
	writeFileSync(snapshotPath(app, 'sqlite'), formatSnapshot(snapshot));
	const schema = await quarterdeckMaker(project).schemaAfter(app, orm, graph);
	assert.deepEqual(
		schema.tables.map(({name}) => name),
		['auth_group'],
	);
});

test('a change is made for the own database and for others, with questions asked once', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = makeWorkshop(t, ['shop']);
	const book = (properties: object) =>
		defineEntity({name: 'Book', properties: {id: p.integer().primary(), ...properties}} as any);
	workshop.entities({shop: [book({})]});
	await workshop.make({dialects: ['postgresql']});
	workshop.entities({shop: [book({title: p.string()})]});
	const asked: string[] = [];
	const oneOffDefault = async ({property}: {property: string}) => {
		asked.push(property);
		return "'x'";
	};
	const [made] = await workshop.makeAsking({renamedTo: async () => undefined, oneOffDefault});
	assert.deepEqual(asked, ['title']);
	assert.match(made?.up.join() ?? '', /alter table `book`|create table `book__temp/);
	assert.equal(made?.others?.[0]?.driver, 'postgresql');
	assert.match(made?.others?.[0]?.up.join() ?? '', /alter table "book" add "title"/);
});
