import assert from 'node:assert/strict';
import test from 'node:test';
import type {PreviewEngine} from '../../../source/migrations/engine/engine.ts';
import {literalPreview, previewStep} from '../../../source/migrations/engine/preview.ts';
import {backwards, forwards, sqliteBench} from '../../support/sqlite-engine.ts';

const step = forwards('0001_one', {up: ['create table one (id int);']});

/** An engine whose migrations do what `up` does. */
function engineOf(up: (migration: any) => unknown): PreviewEngine {
	const instantiate = async (_: unknown, driver: unknown) => {
		const queries: unknown[] = [];
		const migration = {
			...{driver, isReversible: true, getQueries: () => queries, isTransactional: () => true},
			addSql: (sql: string) => queries.push(sql),
			up: async () => up(migration),
		};
		return migration;
	};
	return {driverName: 'sqlite', driver: {}, instantiate, textOf: String};
}

test('a literal migration is shown without a database', async t => {
	const {project} = sqliteBench(t);
	const engine = literalPreview(project, [step])!;
	assert.deepEqual(await previewStep(engine, step), {
		...{sql: ['create table one (id int);'], runsCode: false, stoppedBy: undefined},
		...{transactional: true, reversible: true},
	});
	const back = await previewStep(engine, backwards('0001_one', {down: ['drop table one;']}));
	assert.deepEqual(back.sql, ['drop table one;']);
});

test('what code would send is noted, and reaches no database', async () => {
	const engine = engineOf(async ({driver, addSql}) => {
		assert.deepEqual(await driver.execute('select 1'), []);
		addSql('select 2');
	});
	const {sql, runsCode} = await previewStep(engine, step);
	assert.deepEqual([sql, runsCode], [['select 1', 'select 2'], true]);
});

test('code that fails or needs entities is shown as far as it came', async () => {
	const needy = await previewStep(
		engineOf(({driver}) => driver.createEntityManager()),
		step,
	);
	assert.deepEqual([needy.stoppedBy, needy.runsCode], ['it uses the EntityManager', true]);
	const failing = engineOf(({addSql}) => {
		addSql('select 1');
		throw new Error('no network');
	});
	const {sql, stoppedBy} = await previewStep(failing, step);
	assert.deepEqual([sql, stoppedBy], [['select 1'], 'no network']);
});

test('a migration for several databases sees the one that is asked for', async () => {
	const engine = engineOf(({driver, addSql}) => addSql(driver.constructor.name));
	assert.deepEqual((await previewStep(engine, step, 'mariadb')).sql, ['MariaDbDriver']);
});
