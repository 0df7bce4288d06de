/**
 * Two nodes of a MariaDB Galera cluster of three on loopback: get_lock is local to a node there.
 * Needs Debian's mariadb-server and galera-4, and room for three servers.
 *
 *     node --import=tsx --test test/soak/galera.ts      (ROUNDS=5)
 */
import assert from 'node:assert/strict';
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {temporaryFolder} from '../support/project.ts';
import {skipWithout} from '../support/requires.ts';
import {makeDatabase, type Server} from '../support/servers.ts';
import {makeShop} from '../support/shop.ts';
import {until} from '../support/wait.ts';

const rounds = Number(process.env.ROUNDS ?? 5);
const provider = '/usr/lib/galera/libgalera_smm.so';
const ports = [13_306, 13_316, 13_326];
const names = ['0001_one', '0002_two', '0003_three'];

test('migrates on two nodes of a cluster at once', {
	skip: skipWithout('galera-4', existsSync(provider)),
	timeout: 300_000,
}, async outer => {
	const folder = temporaryFolder(outer);
	// What is left behind goes in the opposite order: databases, servers, folder.
	await outer.test('cluster', async t => {
		await startCluster(t, folder);
		for (let round = 0; round < rounds; round++) await t.test(`round ${round}`, race);
	});
});

async function race(t: TestContext): Promise<void> {
	const server = (port: number): Server => ({
		...{driver: 'mariadb', host: '127.0.0.1', port, user: 'root'},
	});
	const database = await makeDatabase(t, server(ports[0]!));
	const shops = ports
		.slice(0, 2)
		.map(port => makeShop(t, '', {...server(port), name: database.name}));
	for (const shop of shops) {
		for (const [index, name] of names.entries()) {
			const create =
				index === 0
					? 'create table counter (id int auto_increment primary key, name varchar(99))'
					: 'do sleep(0.1)';
			shop.migration(name, {
				dependencies: index === 0 ? [] : [`shop.${names[index - 1]}`],
				up: `this.addSql(${JSON.stringify(create)}); this.addSql("insert into counter (name) values ('${name}')");`,
			});
		}
	}
	const runs = await Promise.all(
		[...shops, ...shops].map(shop => quarterdeck(shop.root, ['migrate'])),
	);
	for (const {code, stdout, stderr} of runs) assert.equal(code, 0, `${stdout}${stderr}`);
	const rows = await database.rows('select name from counter order by id');
	assert.deepEqual(
		rows.map(({name}) => name),
		names,
	);
}

async function startCluster(t: TestContext, folder: string): Promise<void> {
	// The servers run as another user.
	const {QUARTERDECK_TEST_RUN: outer} = process.env;
	if (outer) chmodSync(outer, 0o711);
	chmodSync(folder, 0o777);
	const env = {...process.env, TMPDIR: folder};
	const address = `gcomm://${ports.map(port => `127.0.0.1:${port + 1}`).join(',')}`;
	for (const [index, port] of ports.entries()) {
		const data = path.join(folder, `node-${index}`);
		mkdirSync(data, {mode: 0o777});
		chmodSync(data, 0o777);
		const user = process.getuid?.() === 0 ? ['--user=mysql'] : [];
		const installed = spawnSync(
			'mariadb-install-db',
			[
				...['--no-defaults', `--datadir=${data}`, '--skip-test-db'],
				...['--auth-root-authentication-method=normal', ...user],
			],
			{env},
		);
		assert.equal(installed.status, 0, String(installed.stderr));
		const node = spawn(
			'mariadbd',
			[
				...['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1'],
				...[`--socket=${data}/socket`, `--log-error=${data}/error.log`],
				...['--innodb-buffer-pool-size=32M', '--innodb-autoinc-lock-mode=2', '--binlog-format=ROW'],
				...['--innodb-flush-log-at-trx-commit=0', `--pid-file=${data}/pid`],
				...['--wsrep-on=ON', `--wsrep-provider=${provider}`, '--wsrep-sst-method=rsync'],
				`--wsrep-cluster-address=${address}`,
				`--wsrep-node-address=127.0.0.1:${port + 1}`,
				`--wsrep-sst-receive-address=127.0.0.1:${port + 3}`,
				`--wsrep-provider-options=base_port=${port + 1};gmcast.listen_addr=tcp://127.0.0.1:${port + 1};ist.recv_addr=127.0.0.1:${port + 2};gcache.size=32M`,
				...(index === 0 ? ['--wsrep-new-cluster'] : []),
				...user,
			],
			{stdio: 'ignore', env},
		);
		t.after(() => ended(node));
		const log = () => readFileSync(`${data}/error.log`, 'utf8');
		await until(
			`node ${index} is part of the cluster`,
			() => {
				if (node.exitCode !== null) throw new Error(log().split('\n').slice(-30).join('\n'));
				return (
					existsSync(`${data}/error.log`) &&
					/ready for connections/.test(log()) &&
					/Synchronized with group/.test(log())
				);
			},
			90_000,
		);
	}
}

function ended(node: ChildProcess): Promise<void> {
	return new Promise(resolve => {
		if (node.exitCode !== null || node.signalCode !== null) return resolve();
		node.on('close', () => resolve());
		node.kill('SIGKILL');
	});
}
