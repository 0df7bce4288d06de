import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import test from 'node:test';
import {recordedPlan} from '../../../source/migrations/migrate/describe-plan.ts';
import {
	refuseAtomicOf,
	refuseAtomicOn,
	refuseIrreversible,
	verifyDatabaseIsWritable,
} from '../../../source/migrations/migrate/refusals.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

const plan = recordedPlan([]);

test('one transaction needs a database that can roll back the schema', t => {
	const {project} = sqliteBench(t);
	const on = (driver: Dialect) =>
		refuseAtomicOn({
			...project,
			settings: {...project.settings, database: {driver, name: 'shop'}},
		});
	for (const driver of ['sqlite', 'postgresql'] as const) on(driver);
	for (const driver of ['mysql', 'mariadb'] as const) {
		assert.throws(() => on(driver), {code: 'not-atomic'});
	}
});

test('one transaction cannot hold a migration that wants none', () => {
	refuseAtomicOf(plan);
	assert.throws(() => refuseAtomicOf({...plan, withoutTransaction: ['shop.0002_index']}), {
		code: 'not-atomic',
		message: /^shop\.0002_index runs without a transaction/,
	});
});

test('what has no way back is not unapplied', () => {
	refuseIrreversible(plan);
	assert.throws(() => refuseIrreversible({...plan, irreversible: ['shop.0002_price']}), {
		code: 'irreversible',
		message: 'shop.0002_price has no down(): it cannot be unapplied.',
	});
	const stuck = [{migration: 'shop.0002_price', warnings: ['Adds a NOT NULL column.']}];
	assert.throws(() => refuseIrreversible({...plan, stuck}), {
		code: 'irreversible',
		message: /with the existing rows: Adds a NOT NULL column\.$/,
	});
});

test('a SQLite database needs a folder that exists', t => {
	const {project} = sqliteBench(t);
	verifyDatabaseIsWritable(project);
	const database = {driver: 'sqlite', name: 'nowhere/db.sqlite3'} as const;
	const elsewhere = {...project, settings: {...project.settings, database}};
	assert.throws(() => verifyDatabaseIsWritable(elsewhere), {
		code: 'database-unreachable',
		message: /the folder .*\/nowhere does not exist/,
	});
	rmSync(`${project.root}/db.sqlite3`);
	verifyDatabaseIsWritable(project);
});
