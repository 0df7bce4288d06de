import type {TestContext} from 'node:test';
import {HazardFinder} from '../../source/migrations/hazards/finder.ts';
import {connectDatabase} from '../../source/project/open/connect-database.ts';
import {openProject} from '../../source/project/open/open.ts';
import type {TestDatabase} from './databases.ts';

/** A database of its own, and what a plan would say of statements on it. */
export async function hazardsOn(test: TestContext, {makeShop}: TestDatabase) {
	const {shop, rows} = await makeShop(test);
	const run = async (...statements: string[]) => {
		for (const sql of statements) await rows(sql);
	};
	const connect = async () => (await connectDatabase(await openProject(shop.root)))!;
	return {
		rows,
		run,
		/** Asks with a connection of its own, as each plan does. */
		async hazards(...sql: string[]) {
			const database = await connect();
			try {
				return await new HazardFinder(database).find(sql);
			} finally {
				await database.close();
			}
		},
	};
}
