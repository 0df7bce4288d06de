import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {loadGraph} from '../../../source/migrations/graph/state.ts';
import {changesOf, type Maker} from '../../../source/migrations/make/maker.ts';
import {FlagQuestioner} from '../../../source/migrations/questions/flag-questioner.ts';
import {emptySnapshot} from '../../../source/migrations/schema/snapshot.ts';
import {makeWorkshop} from '../../support/workshop.ts';

test('apps are compared with the schema that the maker gives, and those without a change left out', async t => {
	const workshop = makeWorkshop(t, ['shop', 'stock']);
	const entity = (name: string) => defineEntity({name, properties: {id: p.integer().primary()}});
	workshop.entities({shop: [entity('Book')], stock: [entity('Pen')]});
	await workshop.open(async (open, orm) => {
		const {project} = workshop;
		const stock = orm.target.snapshotOf(project.apps[1]!, null);
		const maker: Pick<Maker, 'schemaAfter'> = {
			schemaAfter: async app => (app.label === 'shop' ? emptySnapshot() : stock),
		};
		const options = {apps: project.apps, questioner: new FlagQuestioner()};
		const changes = await changesOf(maker, project, open, await loadGraph(project), options);
		assert.deepEqual(
			changes.map(({app, operations}) => [app.label, operations[0]?.sentence]),
			[['shop', 'Create entity Book']],
		);
	});
});
