import assert from 'node:assert/strict';
import test from 'node:test';
import * as core from '@mikro-orm/core';
import {defineEntity, p, type Routine} from '@mikro-orm/core';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {skipUnknown, skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, type Server, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const returns = (columnType: string) => ({runtimeType: 'string', columnType}) as any;
const params = (types: Record<string, string>) =>
	Object.fromEntries(Object.entries(types).map(([name, type]) => [name, {type}])) as any;

/** Functions and procedures of all kinds, as MikroORM's option has them. */
const routines: Record<string, () => Routine[]> = {
	postgresql: () => [
		new core.Routine({
			...{name: 'greeting', type: 'function', deterministic: true},
			params: params({who: 'varchar(20)', 'Mixed "x"': 'int'}),
			returns: returns('varchar(50)'),
			body: "select 'It''s $1  Hello ' || who",
		}),
		new core.Routine({
			...{name: 'Twice', schema: 'inv', type: 'function', language: 'plpgsql'},
			params: params({n: 'numeric(10,2)', at: 'timestamptz', list: 'int[]'}),
			returns: returns('numeric(10,2)'),
			security: 'definer',
			body: 'declare\n  result numeric;\nbegin\n  result := n * 2; -- twice\n  return result;\nend',
		} as any),
		new core.Routine({
			...{name: 'note', type: 'procedure'},
			params: {text: {type: 'text'}, done: {type: 'int', direction: 'inout', ref: true}} as any,
			body: 'done := 1',
		}),
		new core.Routine({
			...{name: 'by_hand', type: 'function', params: params({n: 'int'})},
			returns: returns('int'),
			expression:
				'create function by_hand(n int default 3) returns int language sql strict as $$ select n $$',
		} as any),
	],
	mysql: () => [
		new core.Routine({
			...{name: 'greeting', type: 'function', deterministic: true},
			params: params({who: 'varchar(20)', n: 'int', price: 'decimal(10,2)', yes: 'boolean'}),
			returns: returns('varchar(50)'),
			body: "return concat('It''s \\\\ \"x\"  Hello ', who)",
		}),
		new core.Routine({
			...{name: 'size', type: 'function', dataAccess: 'no-sql', security: 'invoker'},
			params: params({
				text: 'text',
				at: 'datetime(3)',
				big: 'bigint unsigned',
				kind: "enum('a','b')",
			}),
			returns: returns('int'),
			comment: "its 'size'",
			body: 'begin\n  declare result int; -- twice\n  set result = length(text);\n  return result;\nend',
		} as any),
		new core.Routine({
			...{name: 'note', type: 'procedure'},
			params: {text: {type: 'text'}, done: {type: 'int', direction: 'inout', ref: true}} as any,
			body: 'set done = 1',
		}),
		new core.Routine({
			...{name: 'by_hand', type: 'function', params: params({n: 'int'}), deterministic: true},
			returns: returns('int'),
			expression: 'create function by_hand(n int) returns int deterministic return n + 1',
		} as any),
	],
};

/** Each is one change by hand. */
const changes: Record<string, [sql: string, found: string][]> = {
	postgresql: [
		[
			'create or replace function greeting(who varchar, "Mixed ""x""" int) returns varchar language sql immutable as $$ select \'It\'\'s $1  hello \' || who $$',
			'greeting is different in the database',
		],
		['alter function greeting volatile', 'greeting is different in the database'],
		['alter function inv."Twice" security invoker', 'inv.Twice is different in the database'],
		[
			'create or replace procedure note(text text, inout done int) language plpgsql as $$ begin done := 2; end; $$',
			'note is different in the database',
		],
		[
			'create or replace function by_hand(n int default 4) returns int language sql strict as $$ select n $$',
			'by_hand is different in the database',
		],
		['drop procedure note', 'note is not in the database'],
		[
			'create function inv.stray() returns int language sql as $$ select 1 $$',
			'inv.stray is in no migration',
		],
	],
	mysql: [
		[
			"create or replace function greeting(who varchar(20), n int, price decimal(10,2), yes boolean) returns varchar(50) deterministic begin return concat('It''s \\\\ \"x\"  hello ', who); end",
			'greeting is different in the database',
		],
		['alter function size sql security definer', 'size is different in the database'],
		[
			'create or replace procedure note(in text text, inout done bigint) begin set done = 1; end',
			'note is different in the database',
		],
		[
			'create or replace function by_hand(n int) returns int deterministic return n + 2',
			'by_hand is different in the database',
		],
		['drop procedure note', 'note is not in the database'],
		['create function stray() returns int return 1', 'stray is in no migration'],
	],
};

const kindOf = ({driver}: Server) => (isMysqlFamily(driver) ? 'mysql' : driver);

async function workshopOn(t: test.TestContext, server: Server) {
	const {name, rows} = await makeDatabase(t, server);
	const options = {routines: routines[kindOf(server)]!()};
	const workshop = makeWorkshop(t, ['shop'], {...server, name, options} as any);
	workshop.entities({
		shop: [
			defineEntity({name: 'Item', properties: {id: p.integer().primary()}}),
			defineEntity({
				...{name: 'Other', ...(server.driver === 'postgresql' && {schema: 'inv'})},
				properties: {id: p.integer().primary()},
			} as any),
		],
	});
	await workshop.make();
	await workshop.migrate();
	const drift = async () => (await workshop.drift()).drift.map(({text}) => text);
	return {workshop, rows, drift};
}

for (const server of servers) {
	const {driver, host, port} = server;
	const skip =
		skipUnknown('routines') ||
		skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));

	test(`${driver}: functions and procedures as migrations make them are no drift`, {
		skip,
	}, async t => {
		const {workshop, rows, drift} = await workshopOn(t, server);
		assert.deepEqual(await drift(), []);
		workshop.hand('shop', '0002_by_hand', [
			`create function mine() returns int ${isMysqlFamily(driver) ? '' : 'language sql as $$ select 1 $$'} ${isMysqlFamily(driver) ? 'return 1' : ''}`,
		]);
		await workshop.migrate();
		assert.deepEqual(await drift(), []);
		assert.equal(Number(Object.values((await rows('select mine() as n'))[0]!)[0]), 1);
	});

	for (const [sql, found] of changes[kindOf(server)]!) {
		test(`${driver}: ${sql.slice(0, 60)} …: ${found}`, {skip}, async t => {
			const {rows, drift} = await workshopOn(t, server);
			await rows(sql);
			assert.deepEqual(await drift(), [`The routine ${found}.`]);
			assert.deepEqual(await drift(), [`The routine ${found}.`]);
		});
	}
}
