/**
 * A site with 50 readers, a long transaction on their table, and a migrate that changes it: no reader waits longer
 * than the lock timeout, and the migrate ends with OK once the transaction has ended.
 *
 *     node --import=./test/support/setup.js test/soak/live-site.ts   (ROUNDS=20, SEED=1, HOLD=45, DRIVERS=postgresql,mariadb)
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {quarterdeck} from '../support/command.ts';
import {inRound} from '../support/round.ts';
import {makeDatabase, type Server, type Session, servers} from '../support/servers.ts';
import {makeShop} from '../support/shop.ts';

const rounds = Number(process.env.ROUNDS ?? 20);
const seconds = Number(process.env.HOLD ?? 45);
const drivers = (process.env.DRIVERS ?? 'postgresql,mariadb').split(',');
let state = Number(process.env.SEED ?? 1);
const readers = 50;
const lockTimeout = 2000;

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

const changes = [
	'alter table book add column isbn varchar(20)',
	'alter table book drop column shelf',
	'alter table book rename column shelf to place',
	'create index book_title on book (title)',
	'alter table book add constraint book_check check (id >= 0)',
];

/** Reads until it is told to stop. @returns the longest time of one read, in milliseconds */
async function read({rows}: Session, signal: AbortSignal): Promise<number> {
	let longest = 0;
	while (!signal.aborted) {
		const started = performance.now();
		await rows(`select title from book where id = ${1 + Math.floor(random() * 1000)}`);
		longest = Math.max(longest, performance.now() - started);
		await delay(5 + random() * 20);
	}
	return longest;
}

async function round(server: Server, number: number): Promise<{longest: number; idle: number}> {
	let result = {longest: 0, idle: 0};
	await inRound(async t => {
		const {driver, host, port, user} = server;
		const {name, session, rows} = await makeDatabase(t, server);
		const shop = makeShop(t, '', {driver, host, port, user, name});
		const series = driver === 'postgresql' ? 'generate_series(1, 1000) as n' : 'seq_1_to_1000';
		const value = driver === 'postgresql' ? 'n' : 'seq';
		shop.migration('0001_initial', {
			up: `this.addSql('create table book (id int primary key, title varchar(50), shelf int)');
				this.addSql("insert into book select ${value}, concat('Book ', ${value}), 1 from ${series}");`,
		});
		await shop.run(['migrate']);
		const sql = changes[number % changes.length]!;
		shop.migration('0002_change', {
			dependencies: ['shop.0001_initial'],
			up: `this.addSql(${JSON.stringify(sql)});`,
			accepts: "{DL002: 'the test wants it'}",
		});
		const sessions = await Promise.all(Array.from({length: readers}, session));
		const calm = new AbortController();
		const idling = Promise.all(sessions.map(one => read(one, calm.signal)));
		await delay(2000);
		calm.abort();
		const idle = Math.max(...(await idling));
		const blocker = await session();
		await blocker.rows('begin');
		await blocker.rows('select count(*) from book');
		const end = new AbortController();
		const reading = Promise.all(sessions.map(one => read(one, end.signal)));
		const migrating = quarterdeck(shop.root, ['migrate']);
		await delay((0.2 + 0.8 * random()) * seconds * 1000);
		await blocker.rows('commit');
		const {code, stdout, stderr} = await migrating;
		end.abort();
		result = {longest: Math.max(...(await reading)), idle};
		assert.equal(code, 0, stdout + stderr);
		assert.match(stdout, /shop\.0002_change\.\.\.(?:.|\n)* OK\n/);
		assert.equal((await rows('select * from book')).length, 1000);
	});
	return result;
}

for (const server of servers.filter(({driver}) => drivers.includes(driver))) {
	test(`${server.driver}: ${rounds} rounds, seed ${state}`, async t => {
		for (let number = 0; number < rounds; number++) {
			const {longest, idle} = await round(server, number);
			t.diagnostic(
				`${changes[number % changes.length]}: longest read ${Math.round(longest)} ms, ${Math.round(idle)} ms without a migrate`,
			);
			assert.ok(longest <= lockTimeout + 100 + idle, `a reader waited ${Math.round(longest)} ms`);
		}
	});
}
