import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {driftFrom} from '../../source/migrations/drift/drift.ts';
import {loadGraph} from '../../source/migrations/graph/state.ts';
import type {Snapshot} from '../../source/migrations/schema/snapshot.ts';
import type {TableName} from '../../source/migrations/schema/table-key.ts';
import {dialectOf} from '../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {
	literal,
	placeOf,
	type RandomEntity,
	type RandomProperty,
	RandomSchema,
	rowsOf,
} from './random-schema.ts';
import {makeWorkshop, type Workshop} from './workshop.ts';

/** What stood after a step. */
interface Stand {
	acts: string;
	migration: string;
	snapshot: Snapshot;
	entities: RandomEntity[];
}

/**
 * Makes and applies random changes of the entities, with rows in all tables, and goes back step by
 * step. At each step entities, snapshot and database agree, and every row that was kept is there.
 */
export async function changeAtRandom(
	test: Pick<TestContext, 'after'>,
	database: DatabaseSettings,
	{seed, steps}: {seed: number; steps: number},
): Promise<void> {
	const workshop = makeWorkshop(test, ['shop'], database);
	const schema = new RandomSchema(seed, dialectOf({settings: {database}}));
	const stands: Stand[] = [];
	const acts: string[] = [];
	try {
		while (stands.length < steps) {
			acts.push(schema.step());
			const stand = await forwards(workshop, schema, acts.at(-1)!);
			if (stand) stands.push(stand);
			else acts.pop();
		}
		acts.push('back');
		await backwards(workshop, stands);
	} catch (error) {
		const story = acts.map((act, index) => `  ${index + 1}. ${act}`).join('\n');
		(error as Error).message = `seed ${seed}:\n${story}\n${(error as Error).message}`;
		throw error;
	}
}

async function forwards(
	workshop: Workshop,
	schema: RandomSchema,
	acts: string,
): Promise<Stand | undefined> {
	workshop.entities({shop: schema.define()});
	const [made] = await workshop.makeAsking(schema);
	if (!made) return undefined;
	await workshop.migrate();
	for (const {table, rows} of schema.newRows()) await insert(workshop, table, rows);
	schema.settle();
	workshop.entities({shop: schema.define()});
	assert.deepEqual(
		(await workshop.makeAsking(schema)).flatMap(({up}) => up),
		[],
		'nothing twice',
	);
	const stand = {
		acts,
		migration: made.name,
		snapshot: made.snapshot,
		entities: structuredClone(schema.entities),
	};
	await verify(workshop, stand, stand);
	return stand;
}

async function backwards(workshop: Workshop, stands: Stand[]): Promise<void> {
	const last = stands.at(-1)!;
	for (const stand of stands.slice(0, -1).reverse()) {
		await workshop.migrate({app: 'shop', name: stand.migration});
		await verify(workshop, stand, last);
	}
	await workshop.migrate({app: 'shop', name: 'zero'});
	assert.deepEqual((await workshop.open((_, orm) => orm.introspect())).getTables(), []);
}

/** @param kept what stood at the highest point: only what was there as well must be there still */
async function verify(workshop: Workshop, stand: Stand, kept: Stand): Promise<void> {
	await workshop.open(async (_, orm) => {
		const graph = await loadGraph(workshop.project);
		const drift = await driftFrom(orm, graph, new Map([['shop', stand.snapshot]]), true);
		assert.deepEqual(
			drift.map(({text}) => text),
			[],
		);
		if (orm.driverName === 'sqlite') {
			assert.deepEqual(await orm.connection.execute('pragma foreign_key_check'), []);
		}
		for (const entity of stand.entities) {
			const now = kept.entities.find(({uid}) => uid === entity.uid);
			if (!now) continue;
			const table = orm.quoteTable(placeOf(entity));
			const rows: any[] = await orm.connection.execute(`select * from ${table} order by id`);
			for (const property of entity.properties) {
				const same: RandomProperty | undefined = now.properties.find(
					({uid}) => uid === property.uid,
				);
				if (!same) continue;
				const found = rows.map(row => text(row[property.column]));
				assert.deepEqual(found, same.values.map(text), `values of ${entity.name}.${property.name}`);
			}
			assert.equal(rows.length, rowsOf(now).length, `rows of ${entity.name}`);
		}
	});
}

/** As every database gives it back. */
function text(value: unknown): string | null {
	return value === null || value === undefined
		? null
		: String(typeof value === 'boolean' ? Number(value) : value);
}

function insert(
	workshop: Workshop,
	table: TableName,
	rows: Record<string, unknown>[],
): Promise<void> {
	return workshop.open(async (_, orm) => {
		for (const row of rows) {
			const columns = Object.keys(row).map(name => orm.quote(name));
			const values = Object.values(row).map(literal);
			await orm.connection.execute(
				`insert into ${orm.quoteTable(table)} (${columns.join(', ')}) values (${values.join(', ')})`,
			);
		}
	});
}
