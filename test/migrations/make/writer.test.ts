import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {MigrationGraph} from '../../../source/migrations/graph/graph.ts';
import {numbered, writeMigrations} from '../../../source/migrations/make/writer.ts';
import {changesOf} from '../../support/changes.ts';
import {graphOf} from '../../support/graph.ts';
import {temporaryFolder} from '../../support/project.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

const {app} = changesOf('a');
const snapshot = snapshotOf(tableOf('book', {id: 'integer'}));

test('the number is one more than the highest, a squashed migration counts as its last', () => {
	assert.equal(numbered('x', app, graphOf({})), '0001_x');
	const graph = graphOf({'a.0002_b': [], 'a.0009_c': [], 'b.0044_d': []});
	assert.equal(numbered('x', app, graph), '0010_x');
	assert.equal(numbered('x', app, graph, 2), '0012_x');
	const squashed = {'a.0001_squashed_0004_b': []};
	assert.equal(numbered('x', app, graphOf(squashed)), '0005_x');
	const [file] = graphOf({'a.0001_short': []}).order as [any];
	const renamed = new MigrationGraph([{...file, replaces: ['a.0007_b']}], [app]);
	assert.equal(numbered('x', app, renamed), '0008_x');
});

test('the migration is written with a snapshot for each database', t => {
	const folder = temporaryFolder(t);
	const statements = {up: ['create table book (id integer);'], down: ['drop table book;']};
	const others = [{driver: 'mysql' as const, ...statements, snapshot}];
	const at = {...app, migrationsFolder: folder};
	const answers = ['--rename a.b.c=d'];
	writeMigrations(
		[
			{
				...changesOf('a', {app: at, ...statements, answers, snapshot}),
				name: '0001_x',
				dependencies: ['b.0001_y'],
				others,
			},
		],
		'sqlite',
	);
	assert.deepEqual(readdirSync(folder).sort(), [
		...['.snapshot.mysql.json', '.snapshot.sqlite.json', '0001_x.ts'],
	]);
	const source = readFileSync(path.join(folder, '0001_x.ts'), 'utf8');
	for (const line of [
		/^\/\/ Generated: sqlite [0-9a-f]{12}, mysql [0-9a-f]{12}\.$/m,
		/^\/\/ Answered: --rename a\.b\.c=d$/m,
		/name = 'a\.0001_x'/,
		/dependencies = \['b\.0001_y'\]/,
		/MySqlDriver: \{/,
	])
		assert.match(source, line);
	const written = JSON.parse(readFileSync(path.join(folder, '.snapshot.mysql.json'), 'utf8'));
	assert.deepEqual([written.head, written.tables[0].name], ['0001_x', 'book']);
});

test('a migration without statements is the same for all databases, and not generated', t => {
	const folder = temporaryFolder(t);
	const at = {...app, migrationsFolder: folder};
	const others = [{driver: 'mysql' as const, up: [], down: [], snapshot}];
	writeMigrations(
		[{...changesOf('a', {app: at}), name: '0001_x', dependencies: [], others}],
		'sqlite',
	);
	const source = readFileSync(path.join(folder, '0001_x.ts'), 'utf8');
	assert.doesNotMatch(source, /Generated|MySqlDriver/);
});

test('files in the format of MikroORM are written as they are', t => {
	const file = path.join(temporaryFolder(t), 'Migration1.ts');
	const migration = {...changesOf('a'), name: 'Migration1', dependencies: []};
	writeMigrations([{...migration, files: [{path: file, text: 'class'}]}], 'sqlite');
	assert.equal(readFileSync(file, 'utf8'), 'class');
});
