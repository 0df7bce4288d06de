import assert from 'node:assert/strict';
import test from 'node:test';
import {describeProject, migrate} from '../../source/library/index.ts';
import {importFromProject} from '../../source/project/import/import-source.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {makeShopOfItems} from '../support/shop.ts';

for (const server of servers) {
	const {driver, host, port, user} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`${driver}: start-up hooks with an ORM each apply each migration once`, {skip}, async t => {
		const {root} = makeShopOfItems(t);
		const {name, rows} = await makeDatabase(t, server);
		const {MikroORM} = await importFromProject(`@mikro-orm/${driver}`, root);
		const open = async () => {
			const orm = await MikroORM.init({
				...{host, port, user, dbName: name, entities: [], baseDir: root},
				discovery: {warnWhenNoEntities: false},
			});
			await orm.connect();
			return {orm, [Symbol.asyncDispose]: () => orm.close(true)};
		};
		await using one = await open();
		await using other = await open();
		const both = await Promise.all([one, other].map(({orm}) => migrate({orm})));
		const ids = ['shop.0001_initial', 'shop.0002_row'];
		assert.deepEqual(both.flatMap(({applied}) => applied).sort(), ids);
		assert.equal((await rows('select * from item')).length, 1);
		const {unapplied, database} = await describeProject({orm: one.orm});
		assert.deepEqual([unapplied, database.driver, database.name], [[], driver, name]);
		assert.equal(await one.orm.isConnected(), true);
	});
}
