import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	loadFullGraph,
	loadGraph,
	readMigrationState,
	unappliedNotice,
} from '../../../source/migrations/graph/state.ts';
import {projectWith} from '../../support/migrations-on-disk.ts';

const squashed = {
	'shop.0001_one': {},
	'shop.0002_two': {dependencies: ['shop.0001_one']},
	'shop.0001_squashed_0002_two': {replaces: ['shop.0001_one', 'shop.0002_two']},
};

test('the graph has squashed migrations in place of others, the full graph has all', async t => {
	const project = projectWith(t, squashed);
	const ids = ({order}: {order: {id: string}[]}) => order.map(({id}) => id);
	assert.deepEqual(ids(await loadGraph(project)), ['shop.0001_squashed_0002_two']);
	assert.deepEqual(ids(await loadFullGraph(project)).sort(), Object.keys(squashed).sort());
});

test('a squashed migration counts as applied before it is recorded', async t => {
	const project = projectWith(t, squashed, ['shop.0001_one', 'shop.0002_two']);
	const {apps, unapplied} = await readMigrationState(project);
	const [entry] = apps[0]!.migrations;
	assert.deepEqual(
		[entry?.applied?.toISOString(), entry?.squashed, entry?.unrecorded],
		['2026-11-24T12:01:00.000Z', 2, true],
	);
	assert.deepEqual(unapplied, []);
});

test('each app has its conflict, missing files and misnamed files', async t => {
	const parallel = {dependencies: ['shop.0001_one']};
	const migrations = {'shop.0001_one': {}, 'shop.0002_a': parallel, 'shop.0002_b': parallel};
	const project = projectWith(t, migrations, ['shop.0001_one', 'stock.0001_gone']);
	const misnamed = path.join(project.root, 'shop/migrations/0003_a b.ts');
	writeFileSync(misnamed, '');
	const {apps, unapplied} = await readMigrationState(project);
	const [shop, stock] = apps;
	assert.deepEqual(shop?.conflict, ['0002_a', '0002_b']);
	assert.deepEqual([shop?.misnamed, shop?.missing], [[misnamed], []]);
	assert.deepEqual(
		stock?.missing.map(({id, name}) => [id, name]),
		[['stock.0001_gone', '0001_gone']],
	);
	assert.deepEqual(
		unapplied.map(({id}) => id),
		['shop.0002_a', 'shop.0002_b'],
	);
});

test('the notice for unapplied migrations names each app once, and is left out without any', () => {
	const [sentence] = unappliedNotice({unapplied: [{app: 'b'}, {app: 'a'}, {app: 'b'}]});
	assert.match(sentence!, /^You have 3 unapplied migration.* for app\(s\): a, b\.$/);
	assert.deepEqual(unappliedNotice({unapplied: []}), []);
});
