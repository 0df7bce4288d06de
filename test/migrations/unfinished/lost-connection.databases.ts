import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {takeRunLock} from '../../../source/migrations/locks/lock.ts';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {cuttingProxy} from '../../support/cutting-proxy.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, type Server, servers} from '../../support/servers.ts';
import {makeShop} from '../../support/shop.ts';
import {until} from '../../support/wait.ts';

const addSql = (...sql: string[]) =>
	sql.map(text => `this.addSql(${JSON.stringify(text)});`).join('\n');

/** A shop whose connections can be cut. */
async function cuttableShop(t: TestContext, server: Server) {
	const {name, rows} = await makeDatabase(t, server);
	const proxy = await cuttingProxy(t, server);
	const shop = makeShop(t, '', {...server, host: '127.0.0.1', port: proxy.port, name});
	return {shop, name, rows, cutAfter: proxy.cutAfter};
}

/** What MariaDB's protocol has in front of a statement; the note has it as well. */
const aQuery = '\x03';

/** Each with what it takes, in their order. */
const changes = [
	'create table `order items` (id int primary key, a int, b varchar(99), c int)',
	'alter table `order items` add `größe` int, add d int',
	'alter table `order items` add constraint positive check (a > 0)',
	'alter table `order items` add constraint own foreign key (c) references `order items` (id)',
	'alter table `order items` add unique only_one (b)',
	'create index by_a on `order items` (a)',
	'alter table `order items` add fulltext words (b)',
	'alter table `order items` rename column a to e',
	'alter table `order items` change b f varchar(99)',
	'alter table `order items` rename index by_a to by_e',
	'alter table `order items` drop foreign key own',
	'alter table `order items` drop constraint positive',
	'alter table `order items` drop index only_one',
	'alter table `order items` drop column d',
	'create view shown as select id from `order items`',
	'create trigger fill before insert on `order items` for each row set new.e = 1',
	'create procedure nothing() select 1',
	'drop trigger fill',
	'drop procedure nothing',
	'drop view shown',
	'rename table `order items` to item',
	'alter table item drop primary key',
	'alter table item add primary key (id)',
	'alter table item modify e bigint',
	'drop table item',
];

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));

	test(`${driver}: a commit whose answer is lost may be done, and the next run sees that it is`, {
		skip,
	}, async t => {
		const {shop, rows, cutAfter} = await cuttableShop(t, server);
		shop.migration('0001_one', {up: addSql('create table one (id int)')});
		await shop.run(['migrate']);
		shop.migration('0002_two', {
			dependencies: ['shop.0001_one'],
			up: addSql('insert into one values (2)'),
		});
		cutAfter('commit');
		const {stderr} = await shop.run(['migrate'], 1);
		assert.match(
			stderr,
			/^ {2}commit\n.*\n {2}It may have been done: the database gave no answer\./m,
		);
		assert.doesNotMatch(stderr, /rolled back/i);
		assert.match((await shop.run(['migrate'])).stdout, /No migrations to apply/);
		assert.deepEqual(await rows('select id from one'), [{id: 2}]);
	});

	test(`${driver}: a run whose lock is gone stops before the next statement`, {skip}, async t => {
		const {shop, name, rows} = await cuttableShop(t, server);
		const isPostgresql = driver === 'postgresql';
		const endLock = isPostgresql
			? `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = '${name}')`
			: `execute immediate concat('kill ', is_used_lock('quarterdeck:${name}'))`;
		shop.migration('0001_one', {
			up: addSql('create table one (id int)', endLock, 'create table two (id int)'),
		});
		const {stderr} = await shop.run(['migrate'], 1);
		assert.match(stderr, /The migration lock was lost: /);
		await assert.rejects(rows('select * from two'));
		if (isPostgresql) await assert.rejects(rows('select * from one'));
		else assert.match(stderr, /still in the database:\n {4}create table one/);
	});

	test(`${driver}: who waits for the lock and loses the connection is told so`, {skip}, async t => {
		const {shop, name, rows} = await cuttableShop(t, server);
		const isPostgresql = driver === 'postgresql';
		await rows(
			isPostgresql
				? `select pg_advisory_lock(hashtextextended('quarterdeck:${name}', 0))`
				: `do get_lock('quarterdeck:${name}', 0)`,
		);
		const {signal} = new AbortController();
		const work = takeRunLock(await openProject(shop.root), {wait: true, signal});
		assert.partialDeepStrictEqual(await work.next(), {value: {type: 'waiting-for-lock'}});
		const others = isPostgresql
			? `select pid from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`
			: `select id as pid from information_schema.processlist where db = '${name}' and id <> connection_id()`;
		for (const {pid} of await rows(others)) {
			await rows(isPostgresql ? `select pg_terminate_backend(${pid})` : `kill ${pid}`);
		}
		const lost = isPostgresql ? 'terminating connection|Connection terminated' : 'Connection lost';
		await assert.rejects(work.next(), {
			code: 'database-unreachable',
			message: new RegExp(`^The ${driver} database .* cannot be used: (?:${lost})`),
		});
	});

	if (!isMysqlFamily(driver)) continue;

	test(`${driver}: a change of the schema whose answer is lost may be done, and is looked for before it is resumed`, {
		skip,
	}, async t => {
		const {shop, rows, cutAfter} = await cuttableShop(t, server);
		let last: string[] = [];
		for (const [index, sql] of changes.entries()) {
			const name = `00${String(index + 10)}_change`;
			shop.migration(name, {dependencies: last, up: addSql(sql, 'do 1')});
			last = [`shop.${name}`];
			cutAfter(`${aQuery}${sql.slice(0, 40)}`);
			const {stderr} = await shop.run(['migrate'], 1);
			assert.match(stderr, /It may have been done: the database gave no answer\./, sql);
			assert.doesNotMatch(stderr, /was rolled back/i, sql);
			const asked = await shop.run(['migrate'], 3);
			assert.match(
				asked.stderr,
				/Statement 1 of 2 failed: [\s\S]*It may be done all the same\./,
				sql,
			);
			assert.match((await shop.run(['migrate', '--resume'])).stdout, /OK\n$/, sql);
		}
		assert.equal((await rows('select * from mikro_orm_migrations')).length, changes.length);
		assert.deepEqual(await rows('show tables like "order items"'), []);
	});

	test(`${driver}: what may be done and is not is done by the next run`, {skip}, async t => {
		const {shop, rows} = await cuttableShop(t, server);
		shop.migration('0001_one', {up: addSql('create table one (id int)')});
		await shop.run(['migrate']);
		shop.migration('0002_two', {
			dependencies: ['shop.0001_one'],
			up: addSql('alter table one add constraint positive check (id > 0)'),
		});
		// Its connection is killed while it waits for the table.
		await rows('lock tables one read');
		const failing = shop.run(['migrate'], 1);
		const running =
			"select id from information_schema.processlist where info like 'alter table one%' and id <> connection_id()";
		await until('it waits for the table', async () => (await rows(running)).length > 0);
		for (const {id} of await rows(running)) await rows(`kill ${id}`);
		assert.match((await failing).stderr, /It may have been done/);
		await rows('unlock tables');
		await shop.run(['migrate', '--resume']);
		await assert.rejects(rows('insert into one values (-1)'));
	});

	test(`${driver}: a resume that fails keeps the note`, {skip}, async t => {
		const {shop, rows, cutAfter} = await cuttableShop(t, server);
		shop.migration('0001_one', {up: addSql('create table one (id int)')});
		await shop.run(['migrate']);
		const sql = 'alter table one add foreign key (id) references one (id)';
		shop.migration('0002_two', {dependencies: ['shop.0001_one'], up: addSql(sql)});
		cutAfter(`${aQuery}alter table one`);
		// Refused for want of an index.
		await shop.run(['migrate'], 1);
		for (let times = 0; times < 2; times++) {
			const {stderr} = await shop.run(['migrate', '--resume'], 1);
			assert.match(stderr, /Foreign key constraint is incorrectly formed/);
			assert.doesNotMatch(stderr, /rolled back/i);
			await shop.run(['migrate'], 3);
		}
		await rows('alter table one add primary key (id)');
		await shop.run(['migrate', '--resume']);
	});
}
