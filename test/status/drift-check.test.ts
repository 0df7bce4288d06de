import assert from 'node:assert/strict';
import test from 'node:test';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {openStatus} from '../../source/status/collect.ts';
import {commandLine} from '../support/command-line.ts';
import {copyFixture} from '../support/project.ts';
import {customers, makeShop} from '../support/shop.ts';
import {until} from '../support/wait.ts';

interface Reading {
	read(): Promise<ProjectStatus>;
	/** Reads until the database has been compared. */
	compared(): Promise<ProjectStatus['drift']>;
}

/** As `status --watch` reads: each status may begin a comparison, which a later one tells of. */
async function reading(root: string): Promise<Reading> {
	const reader = await openStatus(root);
	let last: ProjectStatus;
	const read = async () => {
		last = await reader.read();
		reader.checkDrift(last);
		return last;
	};
	return {
		read,
		async compared() {
			await until('the database is compared', async () => (await read()).drift !== undefined);
			return last.drift;
		},
	};
}

test('finds no drift in the tables of the built-in apps', async t => {
	const root = copyFixture(t, 'tutorial');
	const {read, compared} = await reading(root);
	assert.equal((await read()).drift, undefined);
	await commandLine(root, ['migrate', '--noinput']);
	assert.deepEqual(await compared(), []);
});

test('compares once for each set of applied migrations, and never while one is unapplied', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	const first = await reading(shop.root);
	for (let count = 0; count < 3; count++) assert.equal((await first.read()).drift, undefined);
	await shop.run(['migrate']);
	assert.deepEqual(await first.compared(), []);

	shop.rows('alter table customer add column age int');
	shop.rows('create table of_others (id int)');
	for (let count = 0; count < 3; count++) assert.deepEqual((await first.read()).drift, []);
	const afresh = await reading(shop.root);
	const drift = [{app: 'shop', text: 'The column customer.age is in no migration.'}];
	assert.deepEqual(await afresh.compared(), drift);
});
