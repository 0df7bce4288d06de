import assert from 'node:assert/strict';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {CommandError} from '../../../source/errors/command-error.ts';
import {loadGraph} from '../../../source/migrations/graph/state.ts';
import {
	onOtherDialect,
	otherDialects,
	staleDialects,
	verifyDriversAreInstalled,
} from '../../../source/migrations/make/other-dialects.ts';
import {snapshotPath} from '../../../source/migrations/schema/snapshot.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';
import {projectWith} from '../../support/migrations-on-disk.ts';
import {packageRoot, temporaryFolder} from '../../support/project.ts';
import {lacksDrivers} from '../../support/requires.ts';
import {makeWorkshop} from '../../support/workshop.ts';

/** A project with one migration, and snapshots that belong to these migrations. */
async function withHeads(t: test.TestContext, heads: Partial<Record<Dialect, string>>) {
	const project = projectWith(t, {'shop.0001_one': {}});
	const [app] = project.apps as [any];
	for (const [driver, head] of Object.entries(heads))
		writeFileSync(snapshotPath(app, driver as Dialect), `<<<<<<<\n{"head": "${head}"`);
	return {project, app, graph: await loadGraph(project)};
}

test('migrations are made for databases with a current snapshot, and for those asked for', async t => {
	const heads = {
		sqlite: '0001_one',
		mysql: '0001_one',
		postgresql: '0000_zero',
		mariadb: '0000_zero',
	};
	const {app, graph} = await withHeads(t, heads);
	assert.deepEqual(otherDialects(app, graph, 'sqlite'), ['mysql']);
	assert.deepEqual(otherDialects(app, graph, 'sqlite', ['mariadb', 'sqlite']), [
		'mysql',
		'mariadb',
	]);
});

test('a database that the migrations have no SQL for is refused, unless there are none', async t => {
	const {app, graph} = await withHeads(t, {sqlite: '0001_one'});
	assert.throws(() => otherDialects(app, graph, 'sqlite', ['mysql']), {code: 'no-dialect'});
	const {project} = makeWorkshop(t, ['shop']);
	const empty = await loadGraph(project);
	assert.deepEqual(otherDialects(project.apps[0]!, empty, 'sqlite', ['mysql']), ['mysql']);
});

test('a snapshot of an older migration is reported, except of the own database', async t => {
	const {project, app} = await withHeads(t, {
		sqlite: '0000_zero',
		mysql: '0001_one',
		mariadb: '0000_zero',
	});
	const [sentence, ...others] = await staleDialects(project, [app]);
	assert.match(sentence!, /^The mariadb snapshot of shop belongs to 0000_zero, .* is 0001_one:/);
	assert.match(sentence!, /in shop\/migrations\/\.snapshot\.mariadb\.json;/);
	assert.deepEqual(others, []);
});

test('all packages that are missing are named with one command', t => {
	const root = temporaryFolder(t);
	const modules = path.join(root, 'node_modules/@mikro-orm');
	mkdirSync(modules, {recursive: true});
	symlinkSync(
		path.join(packageRoot, 'node_modules/@mikro-orm/sqlite'),
		path.join(modules, 'sqlite'),
	);
	const verify = (...drivers: Dialect[]) => verifyDriversAreInstalled({root} as never, drivers);
	verify('sqlite');
	assert.throws(() => verify('sqlite', 'mysql', 'mariadb'), {
		code: 'not-installed',
		hint: `Run 'npm install --save-dev @mikro-orm/mysql @mikro-orm/mariadb' in ${root}. No server is needed.`,
	});
});

test('on another database, only naming options stay, and errors say which database', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const {project} = makeWorkshop(t, ['shop'], {
		...{driver: 'sqlite', name: 'db.sqlite3'},
		options: {host: 'db.example.org', password: 'secret', forceUndefined: true},
	});
	const on = (work: (project: any, open: any) => Promise<unknown>) =>
		onOtherDialect(project, 'postgresql', new Map(), work);
	const database = await on(async ({settings}) => settings.database);
	assert.deepEqual(database, {
		...{driver: 'postgresql', name: ':memory:'},
		options: {forceUndefined: true},
	});
	const fails = (error: Error) => on(async () => Promise.reject(error));
	await assert.rejects(fails(new Error('no enums\nat …')), {
		...{code: 'entities', message: 'For postgresql: no enums'},
	});
	const refusal = new CommandError('No.', {code: 'no-dialect'});
	await assert.rejects(fails(refusal), refusal);
});
