import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {Renames} from '../../../source/migrations/detect/renames.ts';
import {type TableName, tableKey} from '../../../source/migrations/schema/table-key.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const engine = (driverName: string): any => ({
	driverName,
	quote: (name: string) => name,
	quoteTable: tableKey,
	indexName: (table: string, columns: string[]) => `${table}_${columns}`,
});

function renamesOf(driver: string, from: TableName, to: TableName) {
	const table: any = {...tableOf(from.name, {id: 'integer'}), schema: from.schema};
	const renames = new Renames(engine(driver));
	const before = snapshotOf(table);
	renames.table(structuredClone(before), table, to);
	return {renames, before};
}

test('a table moves to another schema; under another name it has one that is free meanwhile', () => {
	const [doc, moved] = [
		{name: 'doc', schema: 'inv'},
		{name: 'doc', schema: 'archive'},
	];
	const {renames, before} = renamesOf('postgresql', doc, moved);
	assert.deepEqual(renames.up, ['alter table inv.doc set schema archive;']);
	assert.deepEqual(renames.down, ['alter table archive.doc set schema inv;']);
	assert.deepEqual(renames.ready(before).namespaces, ['archive']);
	assert.equal(renames.before(moved), 'inv.doc');
	assert.deepEqual(renamesOf('postgresql', doc, {name: 'paper', schema: 'archive'}).renames.up, [
		'alter index if exists inv.doc_pkey rename to doc_pkey__moved1;',
		'alter table inv.doc rename to doc__renamed;',
		'alter table inv.doc__renamed set schema archive;',
		'alter table archive.doc__renamed rename to paper;',
		'alter index if exists archive.doc_pkey__moved1 rename to paper_pkey;',
	]);
});

test('names that differ in case only are one to SQLite, and two to PostgreSQL', () => {
	const [upper, lower] = [{name: 'Item'}, {name: 'item'}];
	assert.deepEqual(renamesOf('sqlite', upper, lower).renames.up, [
		'alter table Item rename to Item__renamed;',
		'alter table Item__renamed rename to item;',
	]);
	assert.deepEqual(renamesOf('postgresql', upper, lower).renames.up, [
		'alter table Item rename to item;',
	]);
});

test('on SQLite, a table and a column change the case of their names, with rows and keys', async t => {
	const workshop = makeWorkshop(t, ['shop']);
	const entities = (table: string, column: string) => {
		const Item = defineEntity({
			...{name: 'Item', tableName: table},
			properties: {id: p.integer().primary(), n: p.integer().fieldName(column).unique()},
		} as any);
		const part = {id: p.integer().primary(), item: () => p.manyToOne(Item)};
		return {shop: [Item, defineEntity({name: 'Part', properties: part} as any)]};
	};
	const rows = (sql: string) =>
		workshop.open(async (_, {connection}) => {
			const found: any[] = await connection.execute(sql);
			return Array.from(found, row => ({...row}));
		});
	workshop.entities(entities('Item', 'Qty'));
	await workshop.make();
	await workshop.migrate();
	await rows('insert into Item (id, Qty) values (1, 7)');
	await rows('insert into part (id, item_id) values (1, 1)');
	workshop.entities(entities('item', 'qty'));
	await workshop.make({renames: {'shop.item': 'item', 'shop.item.n': 'qty'}});
	for (const name of ['0002_rename_table_of_item_and_more', '0001_initial', undefined]) {
		await workshop.migrate(name ? {app: 'shop', name} : undefined);
		const [{sql}] = await rows("select sql from sqlite_master where name like 'item'");
		assert.match(sql, name === '0001_initial' ? /Item[\s\S]*Qty/ : /item[\s\S]*qty/);
		assert.deepEqual(await rows('select qty as n from part join item on item.id = item_id'), [
			{n: 7},
		]);
	}
	assert.deepEqual((await workshop.drift()).drift, []);
});
