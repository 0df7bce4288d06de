import assert from 'node:assert/strict';
import test from 'node:test';
import {CachedConnection} from '../../source/project/database/cached-connection.ts';
import {openStatus} from '../../source/status/collect.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {customers, makeShop} from '../support/shop.ts';
import {until} from '../support/wait.ts';

for (const server of servers) {
	const {driver, host, port, user} = server;
	const options = {skip: skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server))};

	test(`${driver}: a status that is read again keeps its connection`, options, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const database = {driver, name, host, port, user};
		const shop = makeShop(t, customers(''), database);
		const connection = new CachedConnection();
		t.after(() => connection.close());
		const reader = await openStatus(shop.root, connection);
		const others = async () =>
			(driver === 'postgresql'
				? await rows(
						`select pid as id from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
					)
				: await rows(
						`select id from information_schema.processlist where db = '${name}' and id <> connection_id()`,
					)
			).map(({id}) => Number(id));

		assert.equal((await reader.read()).database.reachable, true);
		const [first, ...more] = await others();
		assert.deepEqual(more, []);
		await reader.read();
		assert.deepEqual(await others(), [first]);

		await rows(driver === 'postgresql' ? `select pg_terminate_backend(${first})` : `kill ${first}`);
		assert.equal((await reader.read()).database.reachable, false);
		await until('reachable again', async () => (await reader.read()).database.reachable);
		assert.notDeepEqual(await others(), [first]);
		await connection.close();
		assert.match((await shop.run(['status'])).stdout, new RegExp(name));
	});
}
