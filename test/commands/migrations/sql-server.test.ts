import assert from 'node:assert/strict';
import test from 'node:test';
import {describePlan} from '../../../source/migrations/migrate/describe-plan.ts';
import {migrate} from '../../../source/migrations/migrate/migrate.ts';
import {refuseSqlServer} from '../../../source/migrations/mikro-orm/unsupported-driver.ts';
import type {Project} from '../../../source/project/project.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {forwards, sqliteBench} from '../../support/sqlite-engine.ts';

/** As if its database were SQL Server, which nothing connects to. */
function onSqlServer(t: test.TestContext): Project {
	const {project} = sqliteBench(t);
	const database = {driver: 'mssql', name: 'shop', host: '127.0.0.1'} as const;
	return {...project, settings: {...project.settings, database}};
}

test('SQL Server: nothing is run, and MikroORM’s own command is named', async t => {
	const project = onSqlServer(t);
	const refusal = {code: 'unsupported-driver', message: /SQL Server/};
	assert.throws(() => refuseSqlServer(project), refusal);
	for (const request of [{}, {fake: true}, {restore: true}, {prune: true}])
		await assert.rejects(outcomeOf(migrate(project, request, {} as never)), refusal);
});

test('SQL Server: the statements of a plan are shown, and none is called safe', async t => {
	const up = ['drop table [book]'];
	const {steps} = await describePlan(onSqlServer(t), [forwards('0001_one', {up})]);
	assert.deepEqual(
		steps.map(({sql, warnings}) => [sql, warnings.map(({code}) => code)]),
		[[up, ['DL000']]],
	);
});
