import assert from 'node:assert/strict';
import test from 'node:test';
import * as core from '@mikro-orm/core';
import {defineEntity, p, type Routine} from '@mikro-orm/core';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {skipUnknown, skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const greeting = (text: string) =>
	new core.Routine({
		name: 'greeting',
		type: 'function',
		params: {who: {type: 'varchar(20)'}},
		returns: {runtimeType: 'string', columnType: 'varchar(50)'},
		deterministic: true,
		body: `select concat('${text} ', who)`,
	});

const onMariadb = (text: string) =>
	new core.Routine({
		name: 'greeting',
		type: 'function',
		params: {who: {type: 'varchar(20)'}},
		returns: {runtimeType: 'string', columnType: 'varchar(50)'},
		deterministic: true,
		body: `return concat('${text} ', who)`,
	});

for (const server of servers) {
	const {driver, host, port} = server;
	const skip =
		skipUnknown('routines') ||
		skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	const routine = isMysqlFamily(driver) ? onMariadb : greeting;

	test(`${driver}: a function is made, changed to the letter, and removed`, {skip}, async t => {
		const database = await makeDatabase(t, server);
		const workshop = makeWorkshop(t, ['shop'], {...server, name: database.name});
		const become = async (routines: Routine[], sentences: string[]) => {
			workshop.project.settings.database.options = {routines};
			workshop.entities({
				shop: [defineEntity({name: 'Item', properties: {id: p.integer().primary()}})],
			});
			const [made] = await workshop.make();
			assert.deepEqual(made?.operations.map(({sentence}) => sentence) ?? [], sentences);
			await workshop.migrate();
			assert.deepEqual((await workshop.drift()).drift, []);
			return made?.name;
		};
		const said = async () => (await database.rows("select greeting('Ann') as text"))[0]!.text;

		await become([], ['Create entity Item']);
		const first = await become([routine('Hello')], ['Create function greeting']);
		assert.equal(await said(), 'Hello Ann');
		await become([routine('Hello')], []);
		await become([routine('hello')], ['Alter function greeting']);
		assert.equal(await said(), 'hello Ann');
		await workshop.migrate({app: 'shop', name: first!});
		assert.equal(await said(), 'Hello Ann');
		await workshop.migrate();
		await database.rows(
			isMysqlFamily(driver) ? 'drop function greeting' : 'drop function greeting(varchar)',
		);
		assert.deepEqual(
			(await workshop.drift()).drift.map(({text}) => text),
			['The routine greeting is not in the database.'],
		);
		await become([], ['Delete function greeting']);
	});
}
