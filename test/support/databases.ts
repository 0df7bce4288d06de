import type {TestContext} from 'node:test';
import {isInstalled, skipWithout} from './requires.ts';
import {isThere, makeDatabase, type Server, servers} from './servers.ts';
import {makeShop, type Shop} from './shop.ts';

/** A shop on a database of its own, and a way to ask that database. */
export interface ShopOnDatabase {
	shop: Shop;
	rows(sql: string): Promise<Record<string, any>[]>;
}

export interface TestDatabase {
	driver: 'sqlite' | Server['driver'];
	/** What node:test takes: skipped where the server is missing. */
	options: {skip: string | false};
	makeShop(test: TestContext, entities?: string): Promise<ShopOnDatabase>;
}

/** SQLite and the two servers, for what must hold on each of them. */
export const databases: TestDatabase[] = [
	{
		driver: 'sqlite',
		options: {skip: skipWithout('@mikro-orm/sqlite', isInstalled('@mikro-orm/sqlite'))},
		async makeShop(test, entities) {
			const shop = makeShop(test, entities);
			return {shop, rows: async sql => shop.rows(sql)};
		},
	},
	...servers.map((server): TestDatabase => {
		const {driver, host, port, user} = server;
		return {
			driver,
			options: {skip: skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server))},
			async makeShop(test, entities) {
				const {name, rows} = await makeDatabase(test, server);
				return {shop: makeShop(test, entities, {driver, host, port, user, name}), rows};
			},
		};
	}),
];
