/**
 * The time that a rehearsal foretells beside the time of the real run, for twenty plans on each database:
 * SQLite, and PostgreSQL and MariaDB on 127.0.0.1 where they run. Everything is seeded and gone at the end.
 *
 *     node scripts/build.ts && node benchmark/rehearsal.ts [sqlite|postgresql|mariadb …]
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {sourceOf} from '../source/migrations/files/migration-source.ts';
import {cliFile} from '../test/support/project.ts';
import {isThere, makeDatabase, servers} from '../test/support/servers.ts';
import {makeShop, type Shop} from '../test/support/shop.ts';
import {type Kind, type Plan, plans, seed} from './rehearsal-plans.ts';

/** Within this factor, a time was foretold. */
const tolerance = 1.5;
/** So many milliseconds of a commit to the disk come and go. */
const slack = 10;

const isWithin = (ratio: number) => ratio <= tolerance && ratio >= 1 / tolerance;

const wanted = process.argv.slice(2);
const isWanted = (kind: string) => wanted.length === 0 || wanted.includes(kind);
const ends: (() => unknown)[] = [];
const test: any = {after: (end: () => unknown) => ends.push(end)};
const ratios: number[] = [];
let slightly = 0;

if (isWanted('sqlite')) await measure('sqlite', makeShop(test), sqliteQuery);
for (const server of servers.filter(({driver}) => isWanted(driver))) {
	const {driver, host, port, user} = server;
	if (!isThere(server)) {
		console.log(`${driver} is left out: no server at ${host}:${port}`);
		continue;
	}
	const {name, rows} = await makeDatabase(test, server);
	await measure(driver as Kind, makeShop(test, '', {driver, host, port, user, name}), () => rows);
}
const within = ratios.filter(isWithin).length;
const percent = (count: number) =>
	`${count} of ${ratios.length} (${((count / ratios.length) * 100).toFixed(0)} %)`;
console.log(
	`\nwithin ${tolerance}: ${percent(within)}; or ${slack} ms apart: ${percent(within + slightly)}`,
);
for (const end of ends) await end();

type Query = (sql: string) => Promise<unknown>;

function sqliteQuery({root}: Shop): Query {
	return async sql => {
		const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
		database.exec(sql);
		database.close();
	};
}

async function measure(kind: Kind, shop: Shop, queryOf: (shop: Shop) => Query): Promise<void> {
	const query = queryOf(shop);
	for (const sql of seed(kind)) await query(sql);
	console.log(`\n${kind.padEnd(50)} foretold ms   real ms   ratio  again ms`);
	for (const [index, plan] of plans.entries()) {
		const name = `${String(index + 1).padStart(4, '0')}_plan`;
		const file = writePlan(shop, kind, name, plan);
		const rehearsed = run(shop, ['migrate', '--rehearse']);
		const foretold = rehearsed.find(({estimate}) => estimate).estimate;
		const again = rehearsed.find(({type, phase}) => type === 'rehearsed' && phase === 'again');
		const real = timeOf(run(shop, ['migrate']), 'applied');
		run(shop, ['migrate', 'shop', 'zero', '--allow-data-loss']);
		rmSync(file);
		await settle(kind, query);
		const ratio = foretold.milliseconds / real;
		ratios.push(ratio);
		if (!isWithin(ratio) && Math.abs(foretold.milliseconds - real) <= slack) slightly++;
		const figures = [
			foretold.milliseconds.toFixed(1),
			real.toFixed(1),
			ratio.toFixed(2),
			again.milliseconds.toFixed(1),
		];
		console.log(plan.title.padEnd(50), ...figures.map(text => text.padStart(10)));
	}
}

/** As makemigrations writes it, so that what runs is what a project's migrations are. */
function writePlan({root}: Shop, kind: Kind, name: string, {up, down}: Plan): string {
	const file = path.join(root, 'shop/migrations', `${name}.ts`);
	execFileSync('mkdir', ['-p', path.dirname(file)]);
	const variant = {driver: kind, up: [{sql: up[kind]}], down: [{sql: down[kind]}]};
	writeFileSync(
		file,
		sourceOf({id: `shop.${name}`, dependencies: [], comments: [], variants: [variant]} as never),
	);
	return file;
}

/** What was changed and undone is as good as new, as autovacuum leaves it. */
async function settle(kind: Kind, query: Query): Promise<void> {
	if (kind === 'mariadb') {
		await query('flush tables small, medium, large for export');
		await query('unlock tables');
	}
	if (kind === 'postgresql') {
		await query('vacuum (full, analyze)');
		await query('checkpoint');
	}
}

function timeOf(events: any[], type: string): number {
	return events
		.filter(event => event.type === type)
		.reduce((sum, one) => sum + one.milliseconds, 0);
}

function run({root}: Shop, words: string[]): any[] {
	const {stdout, stderr, status} = spawnSync(process.execPath, [cliFile, ...words, '--json'], {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 1 << 28,
	});
	if (status !== 0) throw new Error(`${words.join(' ')}: ${status}\n${stdout}${stderr}`);
	return stdout
		.split('\n')
		.filter(Boolean)
		.map(line => JSON.parse(line));
}
