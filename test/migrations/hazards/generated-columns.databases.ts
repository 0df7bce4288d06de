import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {databases} from '../../support/databases.ts';
import {hazardsOn} from '../../support/hazards-on-server.ts';

for (const database of databases) {
	const {driver, options} = database;
	test(
		`${driver}: a dropped generated column loses nothing, nor does another expression`,
		options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run(
				'create table box (id int, width int, twice int generated always as (width * 2) stored)',
				'insert into box (id, width) values (1, 2), (2, 3)',
			);
			const drop = 'alter table box drop column twice';
			const add = 'alter table box add column twice int generated always as (width + width) stored';
			const rebuild = (...columns: string[]) => [
				`create table copy (${columns.join(', ')})`,
				'insert into copy (id, width) select id, width from box',
				'drop table box',
				'alter table copy rename to box',
			];
			const changed = 'twice int generated always as (width + width) stored';
			const losses = async (...sql: string[]) =>
				(await hazards(...sql)).filter(({losesData, fails}) => losesData || fails);
			assert.deepEqual(await losses(drop), []);
			if (driver !== 'sqlite') assert.deepEqual(await losses(drop, add), []);
			if (isMysqlFamily(driver)) {
				assert.deepEqual(await losses(`alter table box modify ${changed}`), []);
			}
			if (driver === 'sqlite') {
				assert.deepEqual(await losses(...rebuild('id int', 'width int', changed)), []);
				assert.deepEqual(await losses(...rebuild('id int', 'width int')), []);
			}
			const [loss] = await losses('alter table box drop column width');
			assert.equal(loss?.code, 'DL002');
		},
	);

	test(`${driver}: values that an expression replaces are lost`, options, async t => {
		const {run, hazards} = await hazardsOn(t, database);
		await run('create table box (id int, width int)', 'insert into box values (1, 2), (2, 3)');
		const sql = {
			sqlite: [
				'create table copy (id int, width int generated always as (id * 2) stored)',
				'insert into copy (id) select id from box',
				'drop table box',
				'alter table copy rename to box',
			],
			postgresql: [
				'alter table box drop column width',
				'alter table box add column width int generated always as (id * 2) stored',
			],
			mysql: ['alter table box modify width int as (id * 2) stored'],
		};
		const lost = (await hazards(...sql[isMysqlFamily(driver) ? 'mysql' : driver])).filter(
			({losesData}) => losesData,
		);
		assert.deepEqual(
			lost.map(({code}) => code),
			['DL002'],
		);
	});
}
