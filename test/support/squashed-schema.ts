import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {loadFullGraph} from '../../source/migrations/graph/state.ts';
import {type Squashed, squash} from '../../source/migrations/squash/squash.ts';
import {writeSquashed} from '../../source/migrations/squash/writer.ts';
import {type Dialect, dialectOf} from '../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {RandomSchema} from './random-schema.ts';
import {makeWorkshop, type Workshop} from './workshop.ts';

/**
 * Makes migrations of random changes, applies them one by one and squashed to an empty database, and
 * fails where what is found in it differs.
 * @returns how many statements there were before and after
 */
export async function squashAtRandom(
	test: Pick<TestContext, 'after'>,
	database: DatabaseSettings,
	{seed, steps}: {seed: number; steps: number},
): Promise<[before: number, after: number]> {
	const workshop = makeWorkshop(test, ['shop'], database);
	const schema = new RandomSchema(seed, dialectOf({settings: {database}}));
	const acts: string[] = [];
	try {
		let made = 0;
		while (made < steps) {
			acts.push(schema.step());
			workshop.entities({shop: schema.define()});
			made += (await workshop.makeAsking(schema)).length;
			schema.settle();
		}
		return await sameBothWays(workshop);
	} catch (error) {
		(error as Error).message = `seed ${seed}: ${acts.join('; ')}\n${(error as Error).message}`;
		throw error;
	}
}

/** Of a workshop with migrations and an empty database. */
export async function sameBothWays(workshop: Workshop): Promise<[before: number, after: number]> {
	await workshop.migrate();
	const one = await schemaOf(workshop);
	await workshop.migrate({app: 'shop', name: 'zero'});
	assert.deepEqual(await schemaOf(workshop), []);
	const {variants, id, notOptimized} = await squashAll(workshop);
	assert.equal(notOptimized, undefined);
	const [{parts, optimized}] = variants as [Squashed['variants'][0]];
	const ran = await workshop.migrate();
	assert.deepEqual(
		ran.flatMap(event => (event.type === 'applied' ? [event.migration] : [])),
		[id],
	);
	assert.deepEqual(await schemaOf(workshop), one);
	await workshop.migrate({app: 'shop', name: 'zero'});
	assert.deepEqual(await schemaOf(workshop), [], 'and back');
	const before = parts.reduce((sum, {up}) => sum + up.sql.length, 0);
	return [before, optimized?.up.length ?? before];
}

/** Squashes all migrations of the app shop. */
export async function squashAll(workshop: Workshop): Promise<Squashed> {
	const squashed = await squashOf(workshop);
	writeSquashed(squashed, workshop.project.apps[0]!);
	return squashed;
}

/** @param names of the migrations, all if left out; nothing is written */
export function squashOf(
	{project, open}: Workshop,
	names?: string[],
	dialects?: Dialect[],
): Promise<Squashed> {
	return open(async over => {
		const all = (await loadFullGraph(project)).of('shop');
		const files = names ? all.filter(({name}) => names.includes(name)) : all;
		const options = {isFirst: names === undefined, optimize: true, dialects};
		return squash(project, over, project.apps[0]!, files, options);
	});
}

/** MikroORM finds a key once more for each table of the same name in another schema. */
function different(indexes: unknown[]): unknown[] {
	const byText = new Map(indexes.map(index => [JSON.stringify(index), index]));
	return [...byText.values()];
}

/** What is found in the database, whatever the order in which it was made. */
function schemaOf(workshop: Workshop): Promise<unknown[]> {
	return workshop.open(async (_, orm) => {
		// PostgreSQL leaves a renamed table the old name of its primary key.
		const named = (index: any) => (index.primary ? {...index, keyName: ''} : index);
		const tables: any[] = JSON.parse(JSON.stringify((await orm.introspect()).getTables()));
		return sorted(
			tables.map(({columns, indexes, checks, foreignKeys, ...table}) => ({
				...table,
				columns: sorted(Object.values(columns)),
				indexes: sorted(different(indexes.map(named))),
				// Of a check's columns, MikroORM 7.0 names any one.
				checks: sorted(checks.map(({columnName: _, ...check}: any) => check)),
				foreignKeys: sorted(Object.values(foreignKeys)),
			})),
		);
	});
}

function sorted(values: unknown[]): unknown[] {
	const key = (value: unknown) => JSON.stringify(value);
	return values.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
