import assert from 'node:assert/strict';
import test from 'node:test';
import {SqliteAlone} from '../../../source/migrations/engine/sqlite.ts';
import {openEngine} from '../../../source/migrations/migrate/open-engine.ts';
import type {Project} from '../../../source/project/project.ts';
import {forwards, sqliteBench} from '../../support/sqlite-engine.ts';

const step = forwards('0001_one', {up: ['create table one (id int);']});

test('literal migrations of SQLite are run by the driver alone', async t => {
	const open = await openEngine(sqliteBench(t).project, [step]);
	t.after(() => open.close());
	assert.ok(open.engine instanceof SqliteAlone);
});

test('a migration that runs code, and options of MikroORM, need MikroORM', async t => {
	const project: Project = {...sqliteBench(t).project, apps: []};
	const source = 'export default class extends Migration { up() { run(); } }\n';
	const code = {...step, file: {...forwards('0002_code').file, source}};
	const database = {...project.settings.database, options: {debug: false}};
	const withOptions = {...project, settings: {...project.settings, database}};
	for (const open of [await openEngine(project, [code]), await openEngine(withOptions, [step])]) {
		t.after(() => open.close());
		assert.ok(!(open.engine instanceof SqliteAlone));
	}
});
