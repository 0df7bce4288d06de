import test from 'node:test';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {squashAtRandom} from '../support/squashed-schema.ts';

for (const seed of [1, 7]) {
	test(`sqlite: random changes of seed ${seed} make the same schema squashed`, async t => {
		await squashAtRandom(t, {driver: 'sqlite', name: 'db.sqlite3'}, {seed, steps: 6});
	});
	for (const server of servers) {
		const {driver, host, port} = server;
		const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
		test(`${driver}: random changes of seed ${seed} make the same schema squashed`, {
			skip,
		}, async t => {
			const {name} = await makeDatabase(t, server);
			await squashAtRandom(t, {...server, name}, {seed, steps: 6});
		});
	}
}
