import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {handWritten} from '../../../source/migrations/drift/raw-sql.ts';
import {sourceOf} from '../../../source/migrations/files/migration-source.ts';
import {MigrationGraph} from '../../../source/migrations/graph/graph.ts';
import {temporaryFolder} from '../../support/project.ts';

const up = [
	{
		sql: [
			'create table item (id integer)',
			"create index cheap on item (id) where id < 5 and 'a]' = 'a]'",
			'create index gone on item (id)',
			'drop index gone',
		],
	},
];
const down = [{sql: ["-- ']'", 'drop index cheap', 'drop table item']}];
const one = {driver: 'sqlite' as const, up, down};

for (const [kind, variants] of Object.entries({
	'one database': [one],
	'several databases': [one, {...one, driver: 'postgresql' as const}],
})) {
	test(`what a migration for ${kind} makes by hand counts as made, unless it is dropped again`, t => {
		const file = path.join(temporaryFolder(t), '0001_initial.ts');
		const id = 'shop.0001_initial';
		writeFileSync(file, sourceOf({id, dependencies: [], comments: [], variants}));
		const migration = {id, app: 'shop', name: '0001_initial', path: file};
		const graph = new MigrationGraph(
			[{...migration, dependencies: [], replaces: []}],
			[{label: 'shop'}],
		);
		const knows = handWritten(graph);
		assert.deepEqual(['cheap', 'item', 'gone', 'other'].map(knows), [true, true, false, false]);
	});
}
