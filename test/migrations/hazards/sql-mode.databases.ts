import assert from 'node:assert/strict';
import test from 'node:test';
import {HazardFinder} from '../../../source/migrations/hazards/finder.ts';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {connectDatabase} from '../../../source/project/open/connect-database.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {databases} from '../../support/databases.ts';

const {makeShop, options} = databases.find(({driver}) => isMysqlFamily(driver)) ?? {
	...databases[0]!,
	options: {skip: 'there is no server'},
};

test('without a strict sql_mode, what does not fit is lost and not refused', options, async t => {
	const {shop} = await makeShop(t);
	const database = (await connectDatabase(await openProject(shop.root)))!;
	t.after(() => database.close());
	const changes: [from: string, value: string, to: string][] = [
		["enum('a','b')", "'b'", "enum('a')"],
		["set('a','b')", "'a,b'", "set('a')"],
		['int unsigned', '4000000000', 'int'],
		['varchar(9)', "'abcdef'", 'varchar(3)'],
		['longtext', "repeat('x', 70000)", 'text'],
		['varchar(9)', "'abc'", 'int'],
		['varchar(20)', "'not a date'", 'date'],
		['varbinary(9)', "'abc'", 'varbinary(2)'],
		['int', 'null', 'int not null'],
		['varchar(9)', 'null', 'varchar(9) not null'],
	];
	for (const mode of ['STRICT_TRANS_TABLES', '']) {
		await database.query(`set session sql_mode = '${mode}'`);
		for (const [from, value, to] of changes) {
			await database.query('drop table if exists t');
			await database.query(`create table t (c ${from})`);
			await database.query(`insert into t values (${value})`);
			const change = `alter table t modify c ${to}`;
			const found = await new HazardFinder(database).find([change]);
			const message = `${from} ${value} to ${to} in '${mode}'`;
			assert.equal(
				found.some(({fails}) => fails),
				mode !== '',
				message,
			);
			assert.equal(
				found.some(({losesData}) => losesData),
				mode === '',
				message,
			);
			if (mode) await assert.rejects(database.query(change), message);
			else await database.query(change);
		}
	}
});

test('a timestamp without NULL takes the time of the change, in any mode', options, async t => {
	const {shop} = await makeShop(t);
	const database = (await connectDatabase(await openProject(shop.root)))!;
	t.after(() => database.close());
	await database.query('create table t (c timestamp null)');
	await database.query('insert into t values (null)');
	const [found] = await new HazardFinder(database).find([
		'alter table t modify c timestamp not null',
	]);
	assert.deepEqual([found?.code, found?.fails, found?.losesData], ['DL004', false, true]);
});
