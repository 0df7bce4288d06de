import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import type {Invocation} from '../../../source/command-definition/invocation.ts';
import {valuesOf} from '../../../source/command-definition/values.ts';
import {findCommand} from '../../../source/command-line/find.ts';
import type {Event, StepWaiting} from '../../../source/runs/events.ts';
import {plain} from '../../../source/terminal/colours.ts';
import {skipWithout} from '../../support/requires.ts';
import {
	isThere,
	makeDatabase,
	type Server,
	type ServerDatabase,
	servers,
} from '../../support/servers.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

interface LiveShop extends ServerDatabase {
	shop: Shop;
}

/** A shop with 3 books, and a migration that is to add a column to them. */
async function liveShop(t: TestContext, server: Server, waits: object): Promise<LiveShop> {
	const {driver, host, port, user} = server;
	const database = await makeDatabase(t, server);
	const shop = makeShop(t, '', {driver, host, port, user, name: database.name});
	const settings = path.join(shop.root, 'settings.ts');
	const text = readFileSync(settings, 'utf8');
	writeFileSync(
		settings,
		text.replace('\tapps:', `\tmigrations: ${JSON.stringify(waits)},\n\tapps:`),
	);
	shop.migration('0001_initial', {
		up: "this.addSql('create table book (id int primary key)'); this.addSql('insert into book values (1), (2), (3)');",
	});
	await shop.run(['migrate']);
	shop.migration('0002_isbn', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('alter table book add column isbn varchar(20)');",
		down: "this.addSql('alter table book drop column isbn');",
	});
	return {shop, ...database};
}

/** Runs migrate, and calls `react` at each event. */
async function migrating(
	{root}: Shop,
	react: (event: Event) => Promise<void> | void,
	flags: object = {},
	signal = new AbortController().signal,
): Promise<{code: number; events: Event[]}> {
	const {signature, run} = await findCommand('migrate', root);
	const running = run(valuesOf('migrate', signature, {...flags}, []), {
		...({directory: root, interactive: false, paint: plain} as Invocation),
		signal,
	});
	const events: Event[] = [];
	for (;;) {
		const {done, value} = await running.next();
		if (done) return {code: value ?? 0, events};
		events.push(value);
		await react(value);
	}
}

const isWaiting = (event: Event): event is StepWaiting => event.type === 'step-waiting';

for (const server of servers) {
	const {driver} = server;
	const options = {skip: skipWithout(`a ${driver} server`, isThere(server))};
	const short = {lockTimeout: '1s', lockRetries: 20};

	test(
		`${driver}: a migration gives way to those behind it, and is applied when the lock is free`,
		options,
		async t => {
			const {shop, session} = await liveShop(t, server, short);
			const [blocker, reader] = [await session(), await session()];
			await blocker.rows('begin');
			await blocker.rows('select count(*) from book');
			let reading: Promise<unknown> | undefined;
			const {code, events} = await migrating(shop, async event => {
				if (!isWaiting(event)) return;
				// A reader that queues behind the migration gets its rows although the blocker stays.
				reading ??= reader.rows('select count(*) from book');
				if (event.nextTry === null) return;
				await reading;
				if (event.attempt === 2) await blocker.rows('commit');
			});
			assert.equal(code, 0);
			const waits = events.filter(isWaiting);
			// On a slow machine the second connection may come too late to see the first attempt.
			const first = waits.find(({blockers}) => blockers.length > 0);
			assert.deepEqual(
				[first?.migration, first?.statement, first?.attempts],
				['shop.0002_isbn', 1, 21],
			);
			assert.equal(waits[0]?.attempt, 1);
			assert.match(first!.sql, /alter table book/);
			const {pid, user, since} = first!.blockers[0]!;
			assert.equal(typeof pid, 'number');
			assert.equal(user, server.user);
			assert.ok(Math.abs(Date.now() - Date.parse(since!)) < 60_000);
			assert.ok(waits.some(({nextTry, attempt}) => nextTry !== null && attempt === 2));
			const applied = events.findIndex(({type}) => type === 'applied');
			assert.ok(applied > events.findLastIndex(isWaiting), 'applied comes last');
			assert.equal(events.filter(({type}) => type === 'applying').length, 1);
		},
	);

	test(`${driver}: what gives up says who blocked, and has changed nothing`, options, async t => {
		const {shop, rows, session} = await liveShop(t, server, {...short, lockRetries: 1});
		const blocker = await session();
		await blocker.rows('begin');
		await blocker.rows('select count(*) from book');
		const {code, events} = await migrating(shop, () => {});
		assert.equal(code, 1);
		const failed = events.find(event => event.type === 'failed')!;
		assert.deepEqual([failed.alreadyExecuted, failed.mayBeDone], [[], undefined]);
		assert.match(failed.message, /Gave up after 2 attempts\. The lock is held by pid \d+/);
		assert.deepEqual(
			failed.ways.map(({id}) => id),
			['migrate'],
		);
		await blocker.rows('commit');
		assert.deepEqual(Object.keys((await rows('select * from book'))[0]!), ['id']);
		await shop.run(['migrate']);
	});

	test(
		`${driver}: an interruption ends the waiting, and nothing is half done`,
		options,
		async t => {
			const {shop, rows, session} = await liveShop(t, server, {...short, lockTimeout: '5s'});
			const blocker = await session();
			await blocker.rows('begin');
			await blocker.rows('select count(*) from book');
			const interruption = new AbortController();
			const {code, events} = await migrating(
				shop,
				event => {
					if (isWaiting(event)) interruption.abort();
				},
				{},
				interruption.signal,
			);
			assert.equal(code, 130);
			const {alreadyExecuted, mayBeDone} = events.find(event => event.type === 'failed')!;
			assert.deepEqual([alreadyExecuted, mayBeDone], [[], undefined]);
			await blocker.rows('commit');
			assert.deepEqual(Object.keys((await rows('select * from book'))[0]!), ['id']);
			await shop.run(['migrate']);
		},
	);

	test(`${driver}: --terminate-blockers ends who holds the lock, and says so`, options, async t => {
		const {shop, session} = await liveShop(t, server, short);
		const blocker = await session();
		await blocker.rows('begin');
		await blocker.rows('select count(*) from book');
		const {code, events} = await migrating(shop, () => {}, {'terminate-blockers': true});
		assert.equal(code, 0);
		const texts = events.flatMap(event => (event.type === 'log' ? event.text : []));
		assert.match(texts.join('\n'), /Ended pid \d+/);
		await assert.rejects(blocker.rows('select 1'));
	});

	test(
		`${driver}: code, and statements without a transaction, give way as well`,
		options,
		async t => {
			const {shop, rows, session} = await liveShop(t, server, short);
			shop.migration('0003_code', {
				dependencies: ['shop.0002_isbn'],
				up: "await this.execute('alter table book add column pages int');",
			});
			shop.migration('0004_without', {
				dependencies: ['shop.0003_code'],
				up: "this.addSql('alter table book add column shelf int'); this.addSql('update book set shelf = 1');",
				transactional: false,
			});
			const blocker = await session();
			const lock = async () => {
				await blocker.rows('begin');
				await blocker.rows('select count(*) from book');
			};
			const gaveWay: string[] = [];
			await lock();
			const {code} = await migrating(shop, async event => {
				if (event.type === 'applied') await lock();
				if (!isWaiting(event) || event.nextTry === null) return;
				gaveWay.push(`${event.migration} ${event.attempt}`);
				await blocker.rows('commit');
			});
			assert.equal(code, 0);
			assert.deepEqual(gaveWay, ['shop.0002_isbn 1', 'shop.0003_code 1', 'shop.0004_without 1']);
			assert.equal((await rows('select * from book where shelf = 1')).length, 3);
		},
	);

	test(`${driver}: long transactions are named before the first statement`, options, async t => {
		const {shop, session} = await liveShop(t, server, short);
		const blocker = await session();
		await blocker.rows('begin');
		await blocker.rows('select count(*) from book');
		await blocker.rows(driver === 'postgresql' ? 'select pg_sleep(4)' : 'select sleep(5)');
		const {events} = await migrating(shop, async event => {
			if (isWaiting(event)) await blocker.rows('commit');
		});
		const named = events.findIndex(
			event => event.type === 'log' && /will wait for a long transaction: pid \d+/.test(event.text),
		);
		assert.ok(named >= 0 && named < events.findIndex(({type}) => type === 'statement'));
	});

	test(`${driver}: dbterminate ends a session of this database, and no other`, options, async t => {
		const {shop, session} = await liveShop(t, server, short);
		const blocker = await session();
		const own = driver === 'postgresql' ? 'pg_backend_pid()' : 'connection_id()';
		const {pid} = (await blocker.rows(`select ${own} as pid`))[0]!;
		const unasked = await shop.run(['dbterminate', String(pid)], 3);
		assert.match(unasked.stderr, /--noinput/);
		await shop.run(['dbterminate', String(pid), '--noinput']);
		await assert.rejects(blocker.rows('select 1'));
		const gone = await shop.run(['dbterminate', String(pid), '--noinput'], 1);
		assert.match(gone.stderr, /No other session of this database has the number/);
	});
}
