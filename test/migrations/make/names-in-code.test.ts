import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {refreshNames} from '../../../source/migrations/make/names-in-code.ts';
import {lacksDrivers} from '../../support/requires.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const book = (entity: string, title: string, column: string) => ({
	shop: [
		defineEntity({
			name: entity,
			tableName: 'book',
			properties: {id: p.integer().primary(), [title]: p.string().fieldName(column)},
		} as any),
	],
});

test('after a rename in code alone, questions and flags have the new names', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const workshop = makeWorkshop(t, ['shop']);
	const {project} = workshop;
	const file = path.join(project.apps[0]!.migrationsFolder, '.snapshot.sqlite.json');
	const refresh = () => workshop.open(open => refreshNames(project, open, project.apps));
	workshop.entities(book('Book', 'name', 'name'));
	await workshop.make({dialects: ['postgresql']});
	assert.deepEqual(await refresh(), []);
	workshop.entities(book('Novel', 'title', 'name'));
	assert.deepEqual(await workshop.make(), []);
	const snapshots = ['sqlite', 'postgresql'].map(
		driver => `shop/migrations/.snapshot.${driver}.json`,
	);
	assert.deepEqual((await refresh()).toSorted(), snapshots.toSorted());
	assert.deepEqual(await refresh(), []);
	assert.match(readFileSync(file, 'utf8'), /"name":"name","property":"title"/);
	workshop.entities(book('Novel', 'label', 'label'));
	const [made] = await workshop.make({renames: {'shop.novel.title': 'label'}});
	assert.deepEqual(
		made!.operations.map(({sentence}) => sentence),
		['Rename property title on novel to label'],
	);
});

test('where only the column has another name, the property is asked about by its own', async t => {
	const workshop = makeWorkshop(t, ['shop']);
	workshop.entities(book('Book', 'title', 'title'));
	await workshop.make();
	workshop.entities(book('Book', 'title', 'heading'));
	await assert.rejects(
		workshop.make(),
		/Was the column of book.title renamed from title to heading \(text\)\? --rename shop.book.title=title$/,
	);
	const [made] = await workshop.make({renames: {'shop.book.title': 'heading'}});
	assert.equal(
		made!.operations[0]!.sentence,
		'Rename column of title on book from title to heading',
	);
});
