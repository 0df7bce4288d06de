import assert from 'node:assert/strict';
import test from 'node:test';
import {p} from '@mikro-orm/core';
import {changing} from '../support/two-schemas.ts';

const sqlite = {driver: 'sqlite', name: 'db.sqlite3'} as const;

test('a renamed entity with mostly renamed properties is asked about, and keeps its rows', async t => {
	const {workshop, become, change, back, rows} = await changing(
		t,
		sqlite,
		{Customer: {name: p.string(), city: p.string(), rank: p.integer()}},
		["insert into customer values (1, 'Ada', 'York', 3)"],
	);
	become({
		Client: {fullName: p.string(), town: p.string(), rank: p.integer(), note: p.text().nullable()},
	});
	await assert.rejects(workshop.make(), {
		message:
			/Not answered: Was the entity shop\.Customer renamed to Client\? --rename shop\.customer=Client/,
	});
	const done = await change({
		renames: {
			'shop.customer': 'Client',
			'shop.client.name': 'fullName',
			'shop.client.city': 'town',
		},
	});
	assert.deepEqual(done.slice(0, 3), [
		'~ Rename entity Customer to Client',
		'~ Rename property name on client to fullName',
		'~ Rename property city on client to town',
	]);
	const [client] = await rows('select * from client');
	assert.deepEqual(client, {id: 1, full_name: 'Ada', town: 'York', rank: 3, note: null});
	await back();
	assert.deepEqual(await rows('select * from customer'), [
		{id: 1, name: 'Ada', city: 'York', rank: 3},
	]);
});

test('of several removed and new entities only similar ones are asked about; flags can name others', async t => {
	const {become, change, rows} = await changing(
		t,
		sqlite,
		{
			Book: {title: p.string(), pages: p.integer()},
			Pet: {nick: p.string(), age: p.integer(), kind: p.string()},
		},
		["insert into pet values (1, 'Rex', 7, 'dog')"],
	);
	become({
		Novel: {title: p.string(), pages: p.integer()},
		Animal: {called: p.string(), years: p.float(), family: p.string()},
	});
	const done = await change({
		renames: {
			'shop.book': 'Novel',
			'shop.pet': 'Animal',
			'shop.animal.nick': 'called',
			'shop.animal.age': 'years',
			'shop.animal.kind': 'family',
		},
	});
	assert.equal(done.filter(operation => operation.startsWith('~ Rename')).length, 5);
	assert.deepEqual(await rows('select * from animal'), [
		{id: 1, called: 'Rex', years: 7, family: 'dog'},
	]);
});

test('a new property of another type is not asked about; a flag renames it and changes its type', async t => {
	const {become, change, back, rows} = await changing(
		t,
		sqlite,
		{Pet: {age: p.integer().nullable()}},
		['insert into pet values (1, 7)'],
	);
	become({Pet: {years: p.string().nullable()}});
	assert.deepEqual(await change({renames: {'shop.pet.age': 'years'}}), [
		'~ Rename property age on pet to years',
		'~ Alter property years on pet',
	]);
	assert.deepEqual(await rows('select * from pet'), [{id: 1, years: '7'}]);
	await back();
	assert.deepEqual(await rows('select * from pet'), [{id: 1, age: 7}]);
	become({Pet: {size: p.integer().nullable()}});
	assert.deepEqual(await change(), [
		'- Remove property years from pet',
		'+ Add property size to pet',
	]);
});
