import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {findCommand} from '../../../source/command-line/find.ts';
import type {Event} from '../../../source/runs/events.ts';
import {startQuarterdeck} from '../../support/command.ts';
import {setVariable} from '../../support/environment.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {temporaryFolder} from '../../support/project.ts';
import {skipWithout} from '../../support/requires.ts';
import {type Outcome, runCommand} from '../../support/run-command.ts';
import {
	isThere,
	makeDatabase,
	type Server,
	type ServerDatabase,
	servers,
} from '../../support/servers.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

const rehearsed = {rehearse: true};

interface ShopOnServer extends ServerDatabase {
	shop: Shop;
}

/** A shop with rows whose next migration is 0002. */
async function shopOn(
	t: TestContext,
	{driver, host, port, user}: Server,
	settings: object = {},
): Promise<ShopOnServer> {
	const database = await makeDatabase(t, {driver, host, port, user});
	const {name, rows} = database;
	const shop = makeShop(t, '', {driver, host, port, user, name, ...settings});
	shop.migration('0001_initial', {
		up: `this.addSql('create table item (id integer primary key, name varchar(20))');
		this.addSql('create table part (id integer primary key, item_id integer references item (id))');
		this.addSql('create view named as select id from item where name is not null');`,
	});
	// From then on, changed settings are read again in this process.
	await shop.run(['migrate']);
	await rows("insert into item values (1, 'a'), (2, 'b'), (3, null)");
	await rows('insert into part values (1, 1), (2, 3)');
	if (driver === 'postgresql') await rows('select pg_stat_force_next_flush()');
	// Otherwise the server may do so at any time, which sets the count of changed rows back.
	else await rows('analyze table item, part, mikro_orm_migrations');
	return {...database, shop};
}

function addPrice({shop}: ShopOnServer, change: {up?: string; down?: string} = {}): void {
	shop.migration('0002_price', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('alter table item add price integer');\nthis.addSql('update item set price = id');",
		down: "this.addSql('alter table item drop column price');",
		...change,
	});
}

/** Each row with the transaction that wrote it, and how many rows were ever written; each table with its text. */
async function stateOf({rows, name}: ShopOnServer, {driver}: Server) {
	if (driver === 'postgresql') {
		return [
			await rows('select xmin, ctid, * from item'),
			await rows('select xmin, ctid, * from part'),
			await rows('select xmin, ctid, name from mikro_orm_migrations'),
			await rows(
				"select xmin, ctid, attrelid::regclass::text as relation, attname from pg_attribute where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)",
			),
			await rows(
				'select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_user_tables order by relname',
			),
		];
	}
	return [
		await rows('checksum table item, part, mikro_orm_migrations extended'),
		await rows('show create table item'),
		await rows(
			'select table_name, create_time, update_time from information_schema.tables where table_schema = database()',
		),
		await rows(
			`select name, modified_counter from information_schema.innodb_sys_tablestats where name like '${name}/%' order by name`,
		),
	];
}

async function copiesOf({rows, name}: ShopOnServer, {driver}: Server): Promise<unknown[]> {
	const [table, column] =
		driver === 'postgresql'
			? ['pg_database', 'datname']
			: ['information_schema.schemata', 'schema_name'];
	return rows(`select ${column} as name from ${table} where ${column} like '${name}\\_rehearsal%'`);
}

function resultIn({events}: Outcome): any {
	return events.find(event => event.type === 'result')?.value;
}

for (const server of servers) {
	const {driver, host, port} = server;
	const options = {skip: skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server))};

	test(`${driver}: a plan runs on a copy, and the source is what it was`, options, async t => {
		const there = await shopOn(t, server);
		addPrice(there);
		const before = await stateOf(there, server);
		const outcome = await runCommand(there.shop.root, 'migrate', [], rehearsed);
		assert.equal(outcome.code, 0);
		const {steps, reversible, sameAfterwards, copy} = resultIn(outcome);
		assert.deepEqual(
			steps[0].statements.map(({sql, rows}: any) => [sql, rows]),
			[
				['alter table item add price integer', undefined],
				['update item set price = id', 3],
			],
		);
		assert.deepEqual([reversible, sameAfterwards, copy], [true, true, 'full']);
		assert.deepEqual(await stateOf(there, server), before);
		assert.deepEqual(await copiesOf(there, server), []);
		assert.equal(existsSync(path.join(there.shop.root, '.quarterdeck/rehearsal')), false);
	});

	test(`${driver}: after a failure, and an interruption, the copy is gone`, options, async t => {
		const there = await shopOn(t, server);
		addPrice(there, {
			up: "this.addSql('alter table item add price integer');\nthis.addSql('alter table item add name text');",
		});
		const before = await stateOf(there, server);
		await assert.rejects(runCommand(there.shop.root, 'migrate', [], rehearsed), {
			code: 'rehearsal-failed',
			hint: /^Statement 2: alter table item add name text\n/,
		});
		assert.deepEqual(await copiesOf(there, server), []);
		addPrice(there);
		const controller = new AbortController();
		const {run} = await findCommand('migrate', there.shop.root);
		const invocation: any = {directory: there.shop.root, interactive: false};
		const running = run(rehearsed, {...invocation, signal: controller.signal});
		const stop = ({type}: Event) => type === 'log' && controller.abort();
		await assert.rejects(outcomeOf(running, stop), {code: 'interrupted', exitCode: 130});
		assert.deepEqual(await copiesOf(there, server), []);
		assert.deepEqual(await stateOf(there, server), before);
	});

	test(`${driver}: the copy of a killed rehearsal is dropped by the next one`, options, async t => {
		const there = await shopOn(t, server);
		const sleep = driver === 'postgresql' ? 'pg_sleep' : 'sleep';
		addPrice(there, {up: `this.addSql('select ${sleep}(600)');`});
		const killed = startQuarterdeck(t, there.shop.root, ['migrate', '--rehearse', '--json']);
		let written = '';
		for await (const text of killed.stdout) {
			written += text;
			if (written.includes('"statement"')) break;
		}
		killed.kill('SIGKILL');
		await new Promise(resolve => killed.once('close', resolve));
		assert.equal((await copiesOf(there, server)).length, 1);
		addPrice(there);
		const {events} = await runCommand(there.shop.root, 'migrate', [], rehearsed);
		assert.match(JSON.stringify(events), /The copy of a rehearsal that was killed is removed\./);
		assert.deepEqual(await copiesOf(there, server), []);
	});

	test(`${driver}: options that lead to another database are found out`, options, async t => {
		const other = await makeDatabase(t, server);
		const there = await shopOn(t, server);
		addPrice(there);
		const settings = path.join(there.shop.root, 'settings.ts');
		const text = readFileSync(settings, 'utf8');
		const given = JSON.stringify({options: {dbName: other.name}}).slice(1, -1);
		writeFileSync(settings, text.replace('database: {', `database: {${given}, `));
		await assert.rejects(runCommand(there.shop.root, 'migrate', [], rehearsed), {
			code: 'not-the-copy',
		});
		assert.deepEqual(await copiesOf(there, server), []);
		await assert.rejects(other.rows('select * from item'), 'nothing was made there');
	});

	test(`${driver}: a statement about all databases is not run`, options, async t => {
		const there = await shopOn(t, server);
		for (const sql of ['create role nobody_at_all', `alter database ${there.name} set x = 1`]) {
			addPrice(there, {up: `this.addSql('${sql}');`});
			await assert.rejects(runCommand(there.shop.root, 'migrate', [], rehearsed), {
				code: 'reaches-outside',
			});
		}
	});

	test(`${driver}: a password stands in no argument and no event`, options, async t => {
		const there = await shopOn(t, server, {password: ''});
		const [dump, client] = programsOf(server);
		const notes = notingPrograms(t, [dump, client]);
		addPrice(there);
		const settings = path.join(there.shop.root, 'settings.ts');
		const secret = await withPassword(t, there, server);
		const text = readFileSync(settings, 'utf8');
		writeFileSync(
			settings,
			text
				.replace(/"user":"\w+"/, `"user":"${secret.user}"`)
				.replace('"password":""', `"password":"${secret.password}"`),
		);
		const {code, events} = await runCommand(there.shop.root, 'migrate', [], rehearsed);
		assert.equal(code, 0);
		assert.equal(notes().length, 2);
		assert.doesNotMatch(JSON.stringify([notes(), events]), new RegExp(secret.password));
		const kept = readdirSync(path.join(there.shop.root, '.quarterdeck'), {recursive: true});
		assert.ok(!kept.some(name => /^rehearsal\//.test(String(name))), kept.join());
	});

	test(`${driver}: without the programs of the database, the reason is said`, options, async t => {
		const there = await shopOn(t, server);
		addPrice(there);
		setVariable(t, 'PATH', temporaryFolder(t));
		await assert.rejects(runCommand(there.shop.root, 'migrate', [], rehearsed), {
			code: 'no-client',
			message: new RegExp(`needs the program ${programsOf(server)[0]}, which is not on your PATH`),
		});
		assert.deepEqual(await copiesOf(there, server), []);
	});

	test(`${driver}: a user who may not make a database is told so`, options, async t => {
		const there = await shopOn(t, server);
		addPrice(there);
		const {user, password} = await withPassword(t, there, server, false);
		const settings = path.join(there.shop.root, 'settings.ts');
		const text = readFileSync(settings, 'utf8');
		writeFileSync(
			settings,
			text.replace(/"user":"\w+"/, `"user":"${user}","password":"${password}"`),
		);
		await assert.rejects(runCommand(there.shop.root, 'migrate', [], rehearsed), {
			code: 'no-copy',
			hint: /^Nothing was changed\. (?:Let the role create databases|Grant it to the user)/,
		});
	});
}

function programsOf({driver}: Server): [string, string] {
	return driver === 'postgresql' ? ['pg_dump', 'psql'] : ['mariadb-dump', 'mariadb'];
}

/** Programs that note their arguments and their environment before they become the real ones. */
function notingPrograms(t: TestContext, names: string[]): () => string[] {
	const folder = temporaryFolder(t);
	const bin = path.join(folder, 'bin');
	mkdirSync(bin);
	for (const name of names) {
		const note = path.join(folder, `${name}.note`);
		const script = `#!/bin/sh\n{ echo "$@"; env; } > ${note}\nPATH="\${PATH#*:}" exec ${name} "$@"\n`;
		writeFileSync(path.join(bin, name), script, {mode: 0o755});
	}
	setVariable(t, 'PATH', `${bin}:${process.env.PATH}`);
	return () =>
		readdirSync(folder)
			.filter(name => name.endsWith('.note'))
			.map(name => readFileSync(path.join(folder, name), 'utf8'));
}

/** A user of the shop's database with a password, gone with the test. */
async function withPassword(
	t: TestContext,
	{rows, name}: ShopOnServer,
	server: Server,
	mayCreate = true,
): Promise<{user: string; password: string}> {
	const [user, password] = [`of_${name}`, 'open-sesame-4711'];
	let admin: ServerDatabase | undefined;
	const isPostgresql = server.driver === 'postgresql';
	// When the shop's database is gone, nothing belongs to the user any more.
	t.after(() => admin?.rows(isPostgresql ? `drop role ${user}` : `drop user ${user}@'%'`));
	admin = await makeDatabase(t, server);
	if (isPostgresql) {
		await rows(`create role ${user} login password '${password}' ${mayCreate ? 'superuser' : ''}`);
		await rows(`grant select on all tables in schema public to ${user}`);
	} else {
		await rows(`create user ${user}@'%' identified by '${password}'`);
		await rows(`grant all on ${mayCreate ? '*' : `\`${name}\``}.* to ${user}@'%'`);
	}
	return {user, password};
}

const [postgresql] = servers.filter(({driver}) => driver === 'postgresql');
if (postgresql) {
	const options = {skip: skipWithout('a PostgreSQL server', isThere(postgresql))};

	test(
		'postgresql: while nobody uses the source it is a template, which needs no program',
		options,
		async t => {
			const there = await shopOn(t, postgresql);
			addPrice(there);
			const {name} = there;
			await there.rows('alter database template1 is_template true').catch(() => {});
			// The session of the test itself uses it.
			const watching = await makeDatabase(t, postgresql);
			await watching.rows(
				`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
			);
			setVariable(t, 'PATH', temporaryFolder(t));
			const outcome = await runCommand(there.shop.root, 'migrate', [], rehearsed);
			assert.equal(outcome.code, 0);
			assert.equal(resultIn(outcome).sameAfterwards, true);
			const left = await watching.rows(
				`select datname from pg_database where datname like '${name}%'`,
			);
			assert.equal(left.length, 1);
		},
	);
}
