import test from 'node:test';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {thereAndBack} from '../../support/there-and-back.ts';
import {together, unseenChanges} from '../../support/unseen-changes.ts';

for (const [name, change] of Object.entries(unseenChanges('sqlite'))) {
	test(`sqlite: ${name} changes`, async t => {
		await thereAndBack(t, {driver: 'sqlite', name: 'db.sqlite3'}, change);
	});
}

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	const changes = unseenChanges(driver);
	for (const [name, change] of Object.entries({...changes, everything: together(changes)})) {
		test(`${driver}: ${name} changes`, {skip}, async t => {
			await thereAndBack(t, {...server, name: (await makeDatabase(t, server)).name}, change);
		});
	}
}
