import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {type Answered, makeWorkshop, type Workshop} from './workshop.ts';

/** A workshop with one app, whose only entity is made, applied and filled. */
export interface Changing {
	workshop: Workshop;
	/** Its entities from here on, each with an integer key: `{Book: {title: p.string()}}`. */
	become(entities: Record<string, Record<string, any>>): void;
	change(answered?: Answered): Promise<string[]>;
	back(): Promise<void>;
	rows(sql: string): Promise<Record<string, any>[]>;
}

export async function changing(
	t: Pick<TestContext, 'after'>,
	database: DatabaseSettings,
	entities: Record<string, Record<string, any>>,
	inserts: string[],
): Promise<Changing> {
	const workshop = makeWorkshop(t, ['shop'], database);
	const become = (entities: Record<string, Record<string, any>>) =>
		workshop.entities({
			shop: Object.entries(entities).map(([name, properties]) =>
				defineEntity({name, properties: {id: p.integer().primary(), ...properties}} as any),
			),
		});
	const rows = (sql: string) =>
		workshop.open(async (_, {connection}) => {
			const found: any[] = await connection.execute(sql);
			return Array.isArray(found) ? found.map(row => ({...row})) : [];
		});
	become(entities);
	await workshop.make();
	await workshop.migrate();
	for (const sql of inserts) await rows(sql);
	return {
		workshop,
		become,
		rows,
		async change(answered) {
			const [made] = await workshop.make(answered);
			await workshop.migrate();
			assert.deepEqual((await workshop.drift()).drift, []);
			return made!.operations.map(({sign, sentence}) => `${sign} ${sentence}`);
		},
		back: async () => void (await workshop.migrate({app: 'shop', name: '0001_initial'})),
	};
}
