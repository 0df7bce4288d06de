import assert from 'node:assert/strict';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {readApplied} from '../../../source/migrations/record/recorder.ts';
import {quarterdeckProject} from '../../../source/project/open/open.ts';
import type {Project} from '../../../source/project/project.ts';
import {withDefaults} from '../../../source/project/settings/settings.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

function project(t: any, sql: string[], options?: Record<string, unknown>): Project {
	const root = temporaryFolder(t);
	linkPackages(root);
	if (sql.length > 0) {
		const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
		for (const statement of sql) database.exec(statement);
		database.close();
	}
	const database = {driver: 'sqlite', name: 'db.sqlite3', options} as const;
	const settings = withDefaults({apps: [], database, secretKey: 'none'}, root);
	return quarterdeckProject({root, settingsFile: ''}, settings, []);
}

const table = (name: string) =>
	`create table ${name} (id integer primary key, name text, executed_at datetime)`;

test('nothing is applied where there is no database, and none is made; or no table', async t => {
	const none = project(t, []);
	assert.deepEqual(await readApplied(none), new Map());
	assert.deepEqual(await readApplied(none), new Map());
	assert.deepEqual(await readApplied(project(t, ['create table other (id int)'])), new Map());
});

test('a time is read as milliseconds and as text, both in UTC', async t => {
	const applied = await readApplied(
		project(t, [
			table('mikro_orm_migrations'),
			"insert into mikro_orm_migrations values (2, 'a.0002_y', '2026-11-24 06:00:00'), (1, 'a.0001_x', 1795500000000), (3, 'a.0003_z', '2026-11-24T06:00:00.500Z')",
		]),
	);
	assert.deepEqual(
		[...applied].map(([id, time]) => [id, time.toISOString()]),
		[
			['a.0001_x', new Date(1_795_500_000_000).toISOString()],
			['a.0002_y', '2026-11-24T06:00:00.000Z'],
			['a.0003_z', '2026-11-24T06:00:00.500Z'],
		],
	);
});

test("the table's name may be another", async t => {
	const applied = await readApplied(
		project(t, [table('"my table"'), `insert into "my table" values (1, 'a.0001_x', 0)`], {
			migrations: {tableName: 'my table'},
		}),
	);
	assert.deepEqual([...applied.keys()], ['a.0001_x']);
});
