import test, {type TestContext} from 'node:test';
import {type Dialect, dialectOf} from '../../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {propertyKinds} from '../../support/property-kinds.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {sameBothWays, squashAtRandom} from '../../support/squashed-schema.ts';
import {makeWorkshop} from '../../support/workshop.ts';

for (const seed of [1, 7]) {
	onEach(`random changes of seed ${seed} make the same schema squashed`, async (t, database) => {
		await squashAtRandom(t, database, {seed, steps: 6});
	});
}

onEach('every kind of property is the same squashed', async (t, database) => {
	const workshop = makeWorkshop(t, ['shop'], database);
	const kinds = () => ofOneApp(dialectOf({settings: {database}}));
	workshop.entities({shop: kinds().filter((_, index) => index % 2 === 0)});
	await workshop.make();
	workshop.entities({shop: kinds()});
	await workshop.make();
	workshop.entities({shop: kinds()});
	await sameBothWays(workshop);
});

function ofOneApp(driver: Dialect): any[] {
	const kinds = Object.values(propertyKinds).map(kind => kind(driver));
	return kinds
		.filter(entities => Object.keys(entities).join() === 'shop')
		.flatMap(({shop}) => shop!);
}

function onEach(
	name: string,
	work: (t: TestContext, database: DatabaseSettings) => Promise<void>,
): void {
	test(`sqlite: ${name}`, t => work(t, {driver: 'sqlite', name: 'db.sqlite3'}));
	for (const server of servers) {
		const {driver, host, port} = server;
		const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));
		test(`${driver}: ${name}`, {skip}, async t => {
			const {name} = await makeDatabase(t, server);
			await work(t, {...server, name});
		});
	}
}
