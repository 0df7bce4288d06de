/**
 * The lock behind PgBouncer in transaction mode, where a session is nobody's own. Needs Debian's
 * pgbouncer and a PostgreSQL server on loopback.
 *
 *     node --import=tsx --test test/soak/pgbouncer.ts
 */
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {chmodSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {temporaryFolder} from '../support/project.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, type Server, servers} from '../support/servers.ts';
import {makeShop} from '../support/shop.ts';
import {until} from '../support/wait.ts';

const [postgresql] = servers as [Server];
const isInstalled = spawnSync('pgbouncer', ['--version']).status === 0;
const names = ['0001_one', '0002_two', '0003_three'];

test('five concurrent runs behind PgBouncer in transaction mode apply each migration once', {
	skip:
		skipWithout('pgbouncer', isInstalled) ||
		skipWithout('a postgresql server', isThere(postgresql)),
}, async t => {
	const database = await makeDatabase(t, postgresql);
	const port = await startPgbouncer(t);
	const {driver, host, user} = postgresql;
	const shop = makeShop(t, '', {driver, host, port, user, name: database.name});
	for (const [index, name] of names.entries()) {
		const create = index === 0 ? 'create table counter (name text);' : 'select pg_sleep(0.2);';
		shop.migration(name, {
			dependencies: index === 0 ? [] : [`shop.${names[index - 1]}`],
			up: `this.addSql(${JSON.stringify(create)}); this.addSql("insert into counter values ('${name}')");`,
		});
	}
	const runs = await Promise.all([
		...Array.from({length: 5}, () => quarterdeck(shop.root, ['migrate'])),
		quarterdeck(shop.root, ['migrate', '--no-wait']),
	]);
	for (const [index, {code, stderr}] of runs.entries()) {
		assert.ok(code === 0 || (code === 4 && index === 5), stderr);
	}
	const rows = await database.rows('select name from counter');
	assert.deepEqual(
		rows.map(({name}) => name),
		names,
	);
	const locks = await database.rows(
		"select 1 from pg_locks join pg_database d on d.oid = database where locktype = 'advisory' and datname = current_database()",
	);
	assert.deepEqual(locks, []);
});

/** @returns the port that it listens on */
async function startPgbouncer(t: TestContext): Promise<number> {
	const folder = temporaryFolder(t);
	const port = await freePort();
	const config = path.join(folder, 'pgbouncer.ini');
	writeFileSync(path.join(folder, 'users.txt'), `"${postgresql.user}" ""\n`);
	writeFileSync(
		config,
		`[databases]
* = host=${postgresql.host} port=${postgresql.port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
auth_file = ${path.join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 20
ignore_startup_parameters = extra_float_digits
`.replace('* = host', `* = user=${postgresql.user} host`),
	);
	chmodSync(folder, 0o755);
	// It refuses to run as root.
	const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
	const child = spawn('pgbouncer', [...asUser, config], {stdio: 'ignore'});
	t.after(() => child.kill('SIGKILL'));
	await until('pgbouncer listens', () => isThere({...postgresql, port}));
	return port;
}

function freePort(): Promise<number> {
	return new Promise(resolve => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const {port} = server.address() as {port: number};
			server.close(() => resolve(port));
		});
	});
}
