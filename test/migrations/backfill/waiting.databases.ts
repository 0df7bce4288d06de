import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {sessionsOf} from '../../../source/migrations/waiting/sessions.ts';
import {books, counting, makeBooks, migrating, writeBackfill} from '../../support/backfills.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeShop} from '../../support/shop.ts';
import {until} from '../../support/wait.ts';

for (const server of servers) {
	const {driver, host, port, user} = server;
	const options = {skip: skipWithout(`a ${driver} server`, isThere(server))};

	test(`${driver}: who waits for a session is counted`, options, async t => {
		const {rows, session} = await makeDatabase(t, server);
		await rows('create table book (id int primary key, n int)');
		await rows('insert into book values (1, 0), (2, 0)');
		const [holder, waiter] = [await session(), await session()];
		const number = driver === 'postgresql' ? 'pg_backend_pid()' : 'connection_id()';
		const [own] = await holder.rows(`select ${number} as pid`);
		const sessions = (await sessionsOf(driver))!;
		const query = (sql: string, values: readonly unknown[] = []) =>
			rows(sql.replace('?', String(values[0])));
		await holder.rows('begin');
		await holder.rows('update book set n = 1 where id = 1');
		assert.equal(await sessions.waitersOf(query, Number(own!.pid)), 0);
		const waiting = waiter.rows('update book set n = 2 where id = 1');
		await until('it waits', async () => {
			// InnoDB looks anew only if nobody has asked for a tenth of a second.
			await delay(150);
			return (await sessions.waitersOf(query, Number(own!.pid))) === 1;
		});
		await holder.rows('commit');
		await waiting;
		assert.equal((await sessions.lag?.(query)) ?? null, null, 'without a replica');
	});

	test(`${driver}: a batch that gets no lock gives way, and is tried again`, options, async t => {
		const {name, rows, session} = await makeDatabase(t, server);
		const shop = makeShop(t, books, {driver, host, port, user, name});
		const settings = path.join(shop.root, 'settings.ts');
		const limits = "\tmigrations: {lockTimeout: '1s', lockRetries: 20},\n\tapps:";
		writeFileSync(settings, readFileSync(settings, 'utf8').replace('\tapps:', limits));
		await makeBooks(shop, 1000);
		await shop.run(['migrate']);
		writeBackfill(shop, '0003_count', `${counting}, batch: 100`);
		const blocker = await session();
		await blocker.rows('begin');
		await blocker.rows('select * from book where id = 550 for update');
		const {events} = await migrating(shop, async event => {
			if (event.type === 'step-waiting' && event.nextTry !== null) await blocker.rows('rollback');
		});
		const waits = events.filter(({type}) => type === 'step-waiting') as any[];
		assert.ok(waits.some(({nextTry}) => nextTry !== null));
		assert.match(waits[0].sql, /^update .book. set/);
		assert.ok(events.some(({type}) => type === 'applied'));
		const [after] = await rows('select min(n) as least, max(n) as most from book');
		assert.deepEqual([after!.least, after!.most], [1, 1]);
	});
}
