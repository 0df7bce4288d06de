import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {skipUnknown, skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	for (const name of ['a"b', '"q"', "it's", 'a`b', 'a\\b', 'a?b', 'größe (x), y']) {
		test(`${driver}: columns named ${name} are no drift`, {skip}, async t => {
			const database = await makeDatabase(t, server);
			const workshop = makeWorkshop(t, ['shop'], {...server, name: database.name});
			const book = (values: string[], more: object) => ({
				shop: [
					defineEntity({
						...{name: 'Book', tableName: `book ${name}`},
						properties: {
							id: p.integer().primary(),
							kind: p.enum(values).fieldName(`${name} kind`),
							other: p.enum(["it's", 'b"', '\\']).fieldName(name).default("it's").nullable(),
							json: p.json().fieldName(`${name} json`).nullable(),
							yes: p.boolean().fieldName(`${name} yes`).default(true),
							...more,
						},
					} as any),
				],
			});
			const changes: [string[], object][] = [
				[['a', 'b'], {}],
				[['b', 'a', 'c'], {more: p.enum(['c', 'D']).fieldName(`${name} more`).default('D')}],
			];
			for (const [values, more] of changes) {
				workshop.entities(book(values, more));
				await workshop.make();
				await workshop.migrate();
				assert.deepEqual((await workshop.drift()).drift, []);
			}
		});
	}
}

for (const server of servers.filter(({driver}) => driver === 'postgresql')) {
	const {host, port} = server;
	const skip =
		skipUnknown('triggers') ||
		skipWithout(`a postgresql server at ${host}:${port}`, isThere(server));
	test('postgresql: the condition of a trigger is compared as the database tells it', {
		skip,
	}, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const workshop = makeWorkshop(t, ['shop'], {...server, name});
		const conditions: Record<string, string> = {
			number: 'new.n > 3 and NEW.n is not null',
			text: "NEW.title = 'Abc' or old.title in ('x','y')",
			row: 'old.* is distinct from new.*',
		};
		workshop.entities({
			shop: ['book', 'inv.größe "x"'].map(place => {
				const [tableName, schema] = place.split('.').toReversed();
				return defineEntity({
					...{name: schema ? 'Other' : 'Book', tableName, schema},
					properties: {id: p.integer().primary(), n: p.integer(), title: p.string().nullable()},
					triggers: Object.entries(conditions).map(([name, when]) => ({
						...{name, timing: 'after', events: ['update'], when, body: 'return new'},
					})),
				} as any);
			}),
		});
		await workshop.make();
		await workshop.migrate();
		const drift = async () => (await workshop.drift()).drift.map(({text}) => text);
		assert.deepEqual(await drift(), []);
		for (const [trigger, [table, when, body]] of Object.entries({
			number: ['book', 'new.n > 4', 'book_number_fn'],
			text: [
				'inv."größe ""x"""',
				"new.title = 'abc' or old.title in ('x', 'y')",
				'inv."größe ""x""_text_fn"',
			],
		})) {
			await rows(`drop trigger ${trigger} on ${table}`);
			await rows(
				`create trigger ${trigger} after update on ${table} for each row when (${when}) execute function ${body}()`,
			);
		}
		assert.deepEqual(await drift(), [
			'The trigger number of book is different in the database.',
			'The trigger text of inv.größe "x" is different in the database.',
		]);
	});
}
