import test from 'node:test';
import {pairAtRandom} from '../support/random-entities.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
		test(`${driver}: random entities of seed ${seed} become others, and come back`, {
			skip,
		}, async t => {
			await pairAtRandom(t, {...server, name: (await makeDatabase(t, server)).name}, seed);
		});
	}
}
