/**
 * Moves a project from SQLite to a server with `dumpdata` and `loaddata`, with 100,000 and with 1,000,000 rows:
 * every table must be the same there, and the memory of both commands must not grow with the rows.
 *
 *     node test/soak/move-to-postgresql.ts [SEED] [postgresql|mariadb] [ROWS…]
 */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {makePlainProject, type PlainProject} from '../support/plain-project.ts';
import {cliFile} from '../support/project.ts';
import {makeDatabase, servers} from '../support/servers.ts';

const [seed = '1', driver = 'postgresql', ...counts] = process.argv.slice(2);
const sizes = counts.length > 0 ? counts.map(Number) : [100_000, 1_000_000];
/** Of the largest number of rows, in peaks of the smallest. */
const mostGrowth = 1.2;

const entities = `
export const Customer = defineEntity({
	name: 'Customer',
	properties: {
		id: p.integer().primary(),
		name: p.string(),
		isActive: p.boolean(),
		since: p.date(),
		settings: p.json(),
	},
});

export const Product = defineEntity({
	name: 'Product',
	properties: {id: p.integer().primary(), code: p.string().unique(), price: p.decimal('string').precision(12).scale(2)},
});

export const Sale = defineEntity({
	name: 'Sale',
	properties: {
		id: p.integer().primary(),
		customer: () => p.manyToOne(Customer),
		replacedBy: () => p.manyToOne(Sale).nullable(),
		products: () => p.manyToMany(Product),
		placedAt: p.datetime().length(3),
		total: p.decimal('string').precision(12).scale(2),
		weight: p.double().nullable(),
		number: p.bigint('string'),
		note: p.text().nullable(),
	},
});`;

/** Each table's columns, as texts that are the same in all databases. */
const asTexts: Record<string, (isSqlite: boolean) => string[]> = {
	customer: isSqlite => [
		'id',
		'name',
		isSqlite ? "iif(is_active, 'true', 'false')" : truth('is_active'),
		day('since', isSqlite),
	],
	product: isSqlite => ['id', 'code', money('price', isSqlite)],
	sale: isSqlite => [
		...['id', 'customer_id', 'replaced_by_id', milliseconds('placed_at', isSqlite)],
		...[money('total', isSqlite), 'number', 'note'],
	],
	sale_products: () => ['sale_id', 'product_id'],
};

test(`SQLite to ${driver}, seed ${seed}`, async t => {
	const peaks: {rows: number; dump: number; load: number}[] = [];
	for (const rows of sizes) {
		const from = makePlainProject(t, entities);
		for (const command of ['makemigrations', 'migrate']) await run(from, command);
		fill(path.join(from.root, 'library.db'), rows);
		const server = servers.find(one => one.driver === driver)!;
		const {name, rows: ask} = await makeDatabase(t, server);
		const {host, port, user} = server;
		const options = JSON.stringify({dbName: name, host, port, user}).slice(1, -1);
		const to = makePlainProject(t, entities, options, driver);
		for (const command of ['makemigrations', 'migrate']) await run(to, command);
		const file = path.join(from.root, 'data.jsonl');
		const dump = await run(from, 'dumpdata', '--output', file);
		const load = await run(to, 'loaddata', file);
		assert.match(load.stdout, new RegExp(`^Installed ${rows} object`));
		const database = new DatabaseSync(path.join(from.root, 'library.db'), {readOnly: true});
		for (const table of Object.keys(asTexts)) {
			const before = checksum(pagesOf(table, true, async sql => database.prepare(sql).all()));
			const there = checksum(pagesOf(table, false, ask));
			assert.equal(await there, await before, table);
			console.log(`${table}: ${await before}`);
		}
		database.close();
		peaks.push({rows, dump: dump.peak, load: load.peak});
		const megabytes = Math.round(statSync(file).size / 1_000_000);
		console.log(
			`${rows} rows, ${megabytes} MB: dumpdata ${dump.seconds} s, peak ${dump.peak} MB; loaddata ${load.seconds} s, peak ${load.peak} MB`,
		);
	}
	const [first, last] = [peaks[0]!, peaks.at(-1)!];
	for (const command of ['dump', 'load'] as const) {
		const growth = last[command] / first[command];
		console.log(
			`${command}: ${growth.toFixed(2)} of the memory for ${last.rows / first.rows} times the rows`,
		);
		assert.ok(growth <= mostGrowth, `${command} took ${growth.toFixed(2)} times the memory`);
	}
});

/** @returns its peak in megabytes, as the system counted it */
async function run({root}: PlainProject, ...words: string[]) {
	const file = path.join(root, 'peak');
	const report = `import {writeFileSync} from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`;
	const hook = `data:text/javascript,${encodeURIComponent(report)}`;
	const start = performance.now();
	const stdout = execFileSync(
		process.execPath,
		[
			'--import',
			hook,
			cliFile,
			'--project',
			root,
			...words,
			...(words[0] === 'migrate' ? ['--noinput'] : []),
		],
		{
			encoding: 'utf8',
			env: {...process.env, NODE_TEST_CONTEXT: undefined},
		},
	);
	const seconds = Math.round((performance.now() - start) / 1000);
	return {stdout, seconds, peak: Math.round(Number(readFileSync(file, 'utf8')) / 1024)};
}

function fill(file: string, rows: number): void {
	const database = new DatabaseSync(file);
	const random = randomFrom(Number(seed));
	const insert = (sql: string, count: number, row: (id: number) => (string | number | null)[]) => {
		const statement = database.prepare(sql);
		for (let id = 1; id <= count; id++) statement.run(...row(id));
	};
	const [customers, products, sales] = [rows * 0.2, rows * 0.05, rows * 0.5];
	const text = (length: number) =>
		Array.from({length}, () => letters[random(letters.length)]).join('');
	database.exec('pragma foreign_keys = off; begin');
	insert('insert into customer values (?, ?, ?, ?, ?)', customers, id => [
		...[id, text(12), random(2), `20${10 + random(15)}-0${1 + random(9)}-1${random(9)}`],
		JSON.stringify({theme: text(5), sizes: [random(9), random(9) / 10]}),
	]);
	insert('insert into product values (?, ?, ?)', products, id => [
		id,
		`P${id}`,
		random(100_000) / 100,
	]);
	insert(
		'insert into sale (id, customer_id, replaced_by_id, placed_at, total, weight, number, note) values (?, ?, ?, ?, ?, ?, cast(? as integer), ?)',
		sales,
		id => [
			...[id, 1 + random(customers), random(4) === 0 ? 1 + random(sales) : null],
			...[1_600_000_000_000 + random(200_000_000) * 1000 + random(1000), random(10_000_000) / 100],
			...[random(2) ? random(1000) / 7 : null, `92233720368${10_000_000 + random(1_000_000)}`],
			random(3) ? text(random(60)) : null,
		],
	);
	let id = 0;
	insert('insert into sale_products (sale_id, product_id) values (?, ?)', rows * 0.25, () => {
		id += 1;
		return [id, 1 + random(products)];
	});
	database.exec('commit');
	database.close();
}

const letters = [...'abc dÄß\'"\\?$€🐈\n\t0'];

/** Numerical Recipes' generator. @returns whole numbers below a limit */
function randomFrom(start: number): (limit: number) => number {
	let state = start;
	return limit => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
}

async function checksum(rows: AsyncIterable<unknown[]>): Promise<string> {
	const hash = createHash('sha256');
	for await (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
	return hash.digest('hex').slice(0, 16);
}

/** By the first column, and never all at once. */
async function* pagesOf(
	table: string,
	isSqlite: boolean,
	ask: (sql: string) => Promise<Record<string, any>[]>,
): AsyncGenerator<unknown[]> {
	const columns = asTexts[table]!(isSqlite);
	const type = isSqlite || driver === 'postgresql' ? 'text' : 'char';
	const texts = columns.map((column, index) => `cast(${column} as ${type}) as c${index}`);
	for (let last = 0; ; ) {
		const rows = await ask(
			`select ${texts.join(', ')} from ${table} where ${columns[0]} > ${last} order by ${columns[0]} limit 5000`,
		);
		for (const row of rows) yield Object.values(row);
		if (rows.length < 5000) return;
		last = Number(rows.at(-1)!.c0);
	}
}

function truth(column: string): string {
	return driver === 'postgresql' ? column : `if(${column}, 'true', 'false')`;
}

function day(column: string, isSqlite: boolean): string {
	return isSqlite ? column : `cast(${column} as ${driver === 'postgresql' ? 'text' : 'char'})`;
}

function money(column: string, isSqlite: boolean): string {
	return isSqlite ? `printf('%.2f', ${column})` : column;
}

function milliseconds(column: string, isSqlite: boolean): string {
	if (isSqlite) return column;
	return driver === 'postgresql'
		? `cast(extract(epoch from ${column}) * 1000 as bigint)`
		: `cast(timestampdiff(microsecond, '1970-01-01', ${column}) div 1000 as signed)`;
}
