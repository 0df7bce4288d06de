import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import type {NewMigration} from '../../source/migrations/make/writer.ts';
import type {Questioner} from '../../source/migrations/questions/questioner.ts';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {type Answered, makeWorkshop, type Workshop} from './workshop.ts';

/** Entities, made anew at each call: MikroORM changes what it discovers. */
export type Make = () => any[];

export interface Change {
	from: Make;
	to: Make;
	/** SQL that fills the tables before the change. */
	rows?: string[];
	answered?: Answered;
	/** Asked in place of the answers. */
	questioner?: Questioner;
}

/**
 * Makes and applies a change, and unapplies it. There is a migration if and only if MikroORM would create
 * another schema. After it the database has what the entities say, a second one is empty, and the way back
 * brings the schema and the rows of before.
 */
export async function thereAndBack(
	test: Pick<TestContext, 'after'>,
	database: DatabaseSettings,
	{from, to, rows = [], answered, questioner}: Change,
): Promise<NewMigration | undefined> {
	const workshop = makeWorkshop(test, ['shop'], database);
	workshop.entities({shop: from()});
	const [first] = await workshop.make();
	await workshop.migrate();
	await verify(workshop, from);
	await workshop.open(async (_, {connection}) => {
		for (const sql of rows) await connection.execute(sql);
	});
	const before = await stateOf(workshop);
	workshop.entities({shop: to()});
	const [made] = questioner ? await workshop.makeAsking(questioner) : await workshop.make(answered);
	const isChange = (await creation(workshop, from)) !== (await creation(workshop, to));
	assert.equal(Boolean(made), isChange, 'whether a change was detected');
	if (!made) return undefined;
	await workshop.migrate();
	await verify(workshop, to);
	await workshop.migrate({app: 'shop', name: first!.name});
	assert.deepEqual(await stateOf(workshop), before, 'after the way back');
	await workshop.migrate();
	await verify(workshop, to);
	return made;
}

async function verify(workshop: Workshop, make: Make): Promise<void> {
	const entities = () => workshop.entities({shop: make()});
	entities();
	assert.deepEqual((await workshop.drift()).drift, [], 'drift');
	entities();
	assert.deepEqual(await workshop.make(), [], 'made twice in a row');
	entities();
	await workshop.open(async ({orm}) => {
		// Since 7.1 it reads the checks of a table that was rebuilt, and generated columns with casts.
		if (!('supportsComments' in (orm as any).driver.getPlatform()))
			return console.log('This MikroORM finds equal tables different: not asked for it.');
		const sql: string = await (orm as any).schema.getUpdateSchemaSQL({
			wrap: false,
			dropTables: false,
		});
		// It takes a view that MariaDB has rewritten for another, and a condition that PostgreSQL has.
		const rewritten: string[] = [];
		const different = sql
			.replace(/^(?:drop view if exists|create view) `.*$/gm, '')
			.replace(
				/^create or replace function (".*")\(\).*\ncreate trigger (".*?") .*\n {2}when .*;$/gm,
				(_, body, trigger) => {
					rewritten.push(`drop function if exists ${body}`, `drop trigger if exists ${trigger}`);
					return '';
				},
			)
			.split('\n')
			.filter(line => !rewritten.some(start => line.startsWith(start)))
			.join('\n');
		assert.equal(different.trim(), '', 'what MikroORM finds different');
	});
}

/** What MikroORM would create, a line for each statement. */
function creation(workshop: Workshop, make: Make): Promise<string> {
	workshop.entities({shop: make()});
	return workshop.open(async ({orm}) => {
		const sql: string = await (orm as any).schema.getCreateSchemaSQL({wrap: false});
		return sql.split('\n').sort().join('\n');
	});
}

/** The schema as the database tells it, and all rows. */
async function stateOf(workshop: Workshop): Promise<unknown> {
	workshop.entities({});
	return workshop.open(async (_, orm) => {
		const schema = await orm.introspect();
		const tables = schema.getTables().filter(({name}: any) => !name.startsWith('quarterdeck_'));
		const rows: [string, unknown][] = [];
		for (const table of tables) {
			const found: any[] = await orm.connection.execute(`select * from ${table.getQuotedName()}`);
			rows.push([table.name, found.map(row => Object.entries(row).sort().map(String)).sort()]);
		}
		const {name, ...data} = JSON.parse(JSON.stringify(schema));
		const partitions = tables.map((table: any) => [table.name, table.getPartitioning?.()]);
		return {...data, partitions, rows: rows.sort(([a], [b]) => (a < b ? -1 : 1))};
	});
}
