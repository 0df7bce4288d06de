import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {skipUnknown, skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

for (const server of servers.filter(({driver}) => driver === 'postgresql')) {
	const {host, port} = server;
	const skip =
		skipUnknown('partitions') ||
		skipWithout(`a postgresql server at ${host}:${port}`, isThere(server));
	test('a partition key changes its type with the partitions only', {skip}, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const workshop = makeWorkshop(t, ['shop'], {...server, name});
		const visits = (day: any, other: any, partitions: number) => ({
			shop: [
				defineEntity({
					...{name: 'Visit', tableName: 'visit', schema: 'inv'},
					partitionBy: {type: 'hash', expression: ['id', 'day'], partitions},
					properties: {id: p.integer().primary(), day: day.primary().fieldName('der Tag'), other},
				} as any),
			],
		});
		workshop.entities(visits(p.integer(), p.integer(), 2));
		await workshop.make();
		await workshop.migrate();
		await rows('insert into inv.visit (id, "der Tag", other) values (1, 5, 7)');
		for (const day of [p.bigint(), p.string()]) {
			workshop.entities(visits(day, p.integer(), 2));
			await assert.rejects(workshop.make(), {
				code: 'entities',
				message: 'The type of Visit.day cannot change: the table is partitioned by it.',
				hint: /^Change partitionBy as well/,
			});
		}
		workshop.entities(visits(p.integer(), p.bigint(), 2));
		await workshop.make();
		await workshop.migrate();
		workshop.entities(visits(p.bigint(), p.bigint(), 3));
		await workshop.make();
		await workshop.migrate();
		assert.deepEqual((await workshop.drift()).drift, []);
		assert.deepEqual(await rows('select * from inv.visit'), [{id: 1, 'der Tag': '5', other: '7'}]);
		await workshop.migrate({app: 'shop', name: '0001_initial'});
		assert.deepEqual(await rows('select * from inv.visit'), [{id: 1, 'der Tag': 5, other: 7}]);
	});

	test('a table that is partitioned anew goes on numbering its rows', {skip}, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const workshop = makeWorkshop(t, ['shop'], {...server, name});
		const insert = async (text: string) => {
			const [row] = await rows(`insert into inv."größe" (text) values ('${text}') returning id`);
			return row!.id;
		};
		const ids: number[] = [];
		for (const partitions of [undefined, 2, 3, undefined]) {
			workshop.entities({
				shop: [
					defineEntity({
						...{name: 'Size', tableName: 'größe', schema: 'inv'},
						...(partitions && {partitionBy: {type: 'hash', expression: ['id'], partitions}}),
						properties: {id: p.integer().primary(), text: p.string()},
					} as any),
				],
			});
			await workshop.make();
			await workshop.migrate();
			ids.push(await insert('x'));
		}
		assert.deepEqual(ids, [1, 2, 3, 4]);
		await workshop.migrate({app: 'shop', name: '0001_initial'});
		assert.equal(await insert('x'), 5);
	});
}
