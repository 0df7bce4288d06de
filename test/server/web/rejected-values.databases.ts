import test from 'node:test';
import {verifyRejectedValues} from '../../support/rejected-values.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';

for (const server of servers) {
	const {driver, host, port, user} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
	test(`what ${driver} rejects is an error of the view, unless a migration is missing`, {
		skip,
	}, async t => {
		const {name} = await makeDatabase(t, server);
		const database = JSON.stringify({driver, host, port, user, name});
		await verifyRejectedValues(t, `database: ${database},`);
	});
}
