/**
 * A backfill beside a plain loop of updates over the same key ranges, in turn, on PostgreSQL and MariaDB; and how long
 * other writers take meanwhile. Each run has a fresh copy of the same table.
 *
 *     npm run benchmark:backfill   (ROWS=500000, ROUNDS=3, WRITERS=4, SECONDS=20, DRIVERS=postgresql,mariadb)
 */
import {once} from 'node:events';
import type {TestContext} from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {books, insertBooks, writeBackfill} from '../test/support/backfills.ts';
import {startQuarterdeck} from '../test/support/command.ts';
import {
	isThere,
	makeDatabase,
	type Server,
	type Session,
	servers,
} from '../test/support/servers.ts';
import {makeShop, type Shop} from '../test/support/shop.ts';
import {median} from './measure.ts';

const {ROWS = 500_000, ROUNDS = 3, WRITERS = 4, SECONDS = 20} = process.env;
const [rows, rounds, writers, seconds] = [ROWS, ROUNDS, WRITERS, SECONDS].map(Number) as number[];
const drivers = (process.env.DRIVERS ?? 'postgresql,mariadb').split(',');
/** Milliseconds that each writer waits between two updates. */
const pace = 10;

interface Place {
	shop: Shop;
	server: Server;
	main: Session;
	session(): Promise<Session>;
}

/** How long an update took, and when it began. */
interface Write {
	at: number;
	took: number;
}

interface Filled {
	milliseconds: number;
	/** Times since 1970. */
	from: number;
	to: number;
	/** Rows in its largest batch. */
	batch: number;
}

for (const server of servers) {
	if (!drivers.includes(server.driver) || !isThere(server)) continue;
	await withEnd(test => measure(test, server));
}

async function withEnd(work: (test: TestContext) => Promise<void>): Promise<void> {
	const ends: (() => unknown)[] = [];
	try {
		await work({after: (end: () => unknown) => ends.unshift(end)} as unknown as TestContext);
	} finally {
		for (const end of ends) await end();
	}
}

async function measure(test: TestContext, server: Server): Promise<void> {
	const {driver, host, port, user} = server;
	const database = await makeDatabase(test, server);
	const shop = makeShop(test, books, {driver, host, port, user, name: database.name});
	const main = await database.session();
	const place: Place = {shop, server, main, session: database.session};
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	await main.rows(insertBooks(1, 1));
	await main.rows('create table template as select * from book where 1 = 0');
	await main.rows(series(driver));
	writeBackfill(
		shop,
		'0002_isbn',
		`entity: 'Book', where: {isbn: null}, run: {isbn: raw('lower(code)')}`,
	);

	const ours: number[] = [];
	const plain: number[] = [];
	for (let round = 0; round < rounds!; round++) {
		await renew(place);
		const {milliseconds, batch} = await backfill(test, place);
		ours.push(milliseconds);
		await renew(place);
		plain.push(await loop(place, batch));
		const ratio = (plain.at(-1)! / milliseconds).toFixed(2);
		console.log(`  ${driver} ${inSeconds(milliseconds)} to ${inSeconds(plain.at(-1)!)}: ${ratio}`);
	}
	const ratios = ours.map((time, index) => plain[index]! / time);
	console.log(
		`${driver}: ${rows!.toLocaleString('en')} rows in ${inSeconds(median(ours))}, the plain loop in ${inSeconds(median(plain))}; speed ${median(ratios).toFixed(2)} of it`,
	);

	await renew(place);
	const alone = await writesDuring(place, () => delay(seconds! * 1000));
	await renew(place);
	let filled: Filled | undefined;
	const writes = await writesDuring(place, async () => {
		filled = await backfill(test, place);
	});
	await renew(place);
	const meanwhile = await writesDuring(place, () => loop(place, filled!.batch));
	const again = await writesDuring(place, () => delay(seconds! * 1000));
	const baseline = [...alone, ...again];
	// Starting a process is no part of it.
	const during = writes.filter(({at}) => at >= filled!.from && at <= filled!.to);
	for (const [name, times] of Object.entries({backfill: during, 'plain loop': meanwhile})) {
		const ratio = (p(times, 0.99) / p(baseline, 0.99)).toFixed(2);
		console.log(
			`${driver}: writers’ p99 ${p(times, 0.99).toFixed(1)} ms during the ${name}, ${p(baseline, 0.99).toFixed(1)} ms alone (${p(alone, 0.99).toFixed(1)}, ${p(again, 0.99).toFixed(1)}): ${ratio}; p50 ${p(times, 0.5).toFixed(1)} to ${p(baseline, 0.5).toFixed(1)}`,
		);
	}
}

function series(driver: string): string {
	const values = "id, concat('CODE', id), null, 0";
	return driver === 'postgresql'
		? `insert into template (id, code, isbn, n) select ${values} from generate_series(1, ${rows}) as s(id)`
		: `insert into template (id, code, isbn, n) select ${values.replaceAll('id', 'seq')} from seq_1_to_${rows}`;
}

/** The table as it was, its statistics up to date. */
async function renew({main, server}: Place): Promise<void> {
	await main.rows('truncate book');
	await main.rows('insert into book select * from template');
	await main.rows("delete from mikro_orm_migrations where name = 'shop.0002_isbn'");
	if (server.driver !== 'postgresql') return void (await main.rows('analyze table book'));
	await main.rows('vacuum analyze book');
	await main.rows('checkpoint');
}

async function backfill(test: TestContext, {shop}: Place): Promise<Filled> {
	const child = startQuarterdeck(test, shop.root, ['migrate', '--json']);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', text => {
		output += text;
	});
	await once(child, 'close');
	const events = output
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
	const applied = events.find(({type}) => type === 'applied');
	if (!applied) throw new Error(output);
	const batches = events.filter(({type}) => type === 'backfilling').map(({batch}) => batch);
	const to = Date.parse(applied.at);
	const {milliseconds} = applied;
	return {milliseconds, from: to - milliseconds, to, batch: Math.max(...batches)};
}

/** @returns milliseconds */
async function loop({session}: Place, batch: number): Promise<number> {
	const {rows: query, end} = await session();
	const started = performance.now();
	for (let after = 0; after < rows!; after += batch) {
		await query(
			`update book set isbn = lower(code) where isbn is null and id > ${after} and id <= ${after + batch}`,
		);
	}
	const took = performance.now() - started;
	await end();
	return took;
}

/** Updates of random rows while something else runs. */
async function writesDuring({session}: Place, work: () => Promise<unknown>): Promise<Write[]> {
	let isOver = false;
	const writes: Write[] = [];
	const write = async () => {
		const {rows: query, end} = await session();
		while (!isOver) {
			const id = 1 + Math.floor(Math.random() * rows!);
			const [at, started] = [Date.now(), performance.now()];
			await query(`update book set n = n + 1 where id = ${id}`);
			writes.push({at, took: performance.now() - started});
			await delay(pace);
		}
		await end();
	};
	const running = Array.from({length: writers!}, write);
	await work();
	isOver = true;
	await Promise.all(running);
	return writes;
}

/** In milliseconds. */
function p(writes: Write[], share: number): number {
	const times = writes.map(({took}) => took).sort((a, b) => a - b);
	return times[Math.floor(times.length * share)]!;
}

function inSeconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}
