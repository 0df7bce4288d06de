import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {MigrationGraph} from '../../../source/migrations/graph/graph.ts';
import {
	emptySnapshot,
	readSnapshot,
	snapshotPath,
} from '../../../source/migrations/schema/snapshot.ts';
import {formatSnapshot} from '../../../source/migrations/schema/snapshot-text.ts';
import {changesOf} from '../../support/changes.ts';
import {graphOf} from '../../support/graph.ts';
import {temporaryFolder} from '../../support/project.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

/** An app a, whose files are in a folder of their own. */
function makeApp(t: test.TestContext) {
	const migrationsFolder = temporaryFolder(t);
	const app = {...changesOf('a').app, migrationsFolder};
	const write = (text: string, driver: 'sqlite' | 'mysql' = 'sqlite') =>
		writeFileSync(snapshotPath(app, driver), text);
	return {write, read: (graph: MigrationGraph) => readSnapshot(app, 'sqlite', graph)};
}

const graph = graphOf({'a.0001_one': []});

test('git merges two columns by itself, and has a conflict in the head', t => {
	const folder = temporaryFolder(t);
	const write = (name: string, head: string, columns: Record<string, string>) => {
		const file = path.join(folder, name);
		const tables = snapshotOf(tableOf('person', columns), tableOf('z', {id: 'integer'}));
		writeFileSync(file, formatSnapshot({...tables, head}));
		return file;
	};
	const base = write('base', '0001_one', {id: 'integer', name: 'text'});
	const ours = write('ours', '0002_age', {id: 'integer', name: 'text', age: 'integer'});
	const theirs = write('theirs', '0002_rank', {rank: 'integer', id: 'integer', name: 'text'});
	const words = ['merge-file', '--stdout', ours, base, theirs];
	const {stdout} = spawnSync('git', words, {encoding: 'utf8'});
	assert.equal(stdout.match(/^<<<<<<< /gm)?.length, 1);
	assert.match(
		stdout,
		/<<<<<<<.*\n {2}"head": "0002_age",\n=======\n {2}"head": "0002_rank",\n>>>>>>>/,
	);
	assert.match(stdout, /"age": \{/);
	assert.match(stdout, /"rank": \{/);
});

test('the snapshot belongs to a leaf of the app, or to none in particular', t => {
	const {write, read} = makeApp(t);
	for (const head of ['0001_one', null]) {
		write(formatSnapshot({...snapshotOf(tableOf('book', {})), head}));
		assert.equal(read(graph).tables[0]?.name, 'book');
	}
	write('{"head": "0000_zero"}');
	assert.throws(() => read(graph), {
		...{code: 'snapshot', message: /^The snapshot of a belongs to 0000_zero, .* is 0001_one\.$/},
	});
});

test('a snapshot without a migration is a leftover, and ignored', t => {
	const {write, read} = makeApp(t);
	write('not JSON');
	assert.deepEqual(read(graphOf({})), emptySnapshot());
});

test('a missing snapshot is asked for, or the one for another database named', t => {
	const {write, read} = makeApp(t);
	const missing = 'a has migrations, but no .snapshot.sqlite.json.';
	assert.throws(() => read(graph), {message: missing, hint: /^Bring .* back from version control/});
	write('{}', 'mysql');
	assert.throws(() => read(graph), {
		message: missing,
		hint: /^They are for mysql\..*--dialect sqlite/,
	});
});

test('conflict markers of git are named as a cause', t => {
	const {write, read} = makeApp(t);
	write('<<<<<<< HEAD\n{}');
	assert.throws(() => read(graph), {
		...{
			code: 'snapshot',
			message: /sqlite\.json cannot be read/,
			hint: /^If git left conflict markers/,
		},
	});
});

test('a snapshot that is damaged, cut or something else is one sentence', t => {
	const {write, read} = makeApp(t);
	const whole = formatSnapshot({...snapshotOf(tableOf('book', {id: 'integer'})), head: '0001_one'});
	const others = ['null', '[]', '"x"', '1', 'true', '', '{}', '{"tables": []}', '\0\0'];
	const damaged = ['{"head": "0001_one"}', '{"head": null, "tables": {}}'];
	const tables = [
		null,
		1,
		{},
		{name: 'a', columns: []},
		{name: 'a', columns: {id: null}, indexes: []},
	];
	const wrong = tables.map(table => JSON.stringify({head: '0001_one', tables: [table]}));
	const cut = Array.from({length: whole.length >> 3}, (_, index) => whole.slice(0, index * 8));
	for (const text of [...others, ...damaged, ...wrong, ...cut]) {
		write(text);
		assert.throws(
			() => read(graph),
			{
				code: 'snapshot',
				message: /^\S*\.snapshot\.sqlite\.json cannot be read: [^\n]+$/,
				hint: /version control/,
			},
			text,
		);
	}
	write(whole);
	assert.equal(read(graph).tables[0]?.name, 'book');
});
