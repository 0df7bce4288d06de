import assert from 'node:assert/strict';
import test from 'node:test';
import {
	emptyMigrations,
	newMigrations,
	verifyName,
} from '../../../source/migrations/make/new-migrations.ts';
import {FlagQuestioner} from '../../../source/migrations/questions/flag-questioner.ts';
import {projectWith} from '../../support/migrations-on-disk.ts';
import {makeWorkshop} from '../../support/workshop.ts';

test('nothing is made while migrations are in conflict', async t => {
	const project = projectWith(t, {'shop.0001_a': {}, 'shop.0001_b': {}});
	const options = {apps: project.apps, questioner: new FlagQuestioner()};
	await assert.rejects(newMigrations(project, {} as never, options), {code: 'migration-conflict'});
	await assert.rejects(emptyMigrations(project, options), {code: 'migration-conflict'});
});

test('an empty migration is made for each app, of the name', async t => {
	const {project} = makeWorkshop(t, ['shop', 'stock']);
	const made = await emptyMigrations(project, {apps: project.apps, name: 'note'});
	assert.deepEqual(
		made.map(({app, name, up, down}) => [app.label, name, up, down]),
		['shop', 'stock'].map(label => [label, '0001_note', [], []]),
	);
});

test('a name is an identifier in any script', () => {
	for (const name of ['add_price', '_2', 'größe', 'कीमत']) verifyName(name);
	for (const name of ['', '2nd', 'add-price', 'a b', '../a'])
		assert.throws(() => verifyName(name), {code: 'migration-name'}, name);
});
