import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {createTestClient} from '../../source/testing/create-test-client.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {makeBooks} from './project.ts';

const lists: Record<string, string> = {
	postgresql: 'select datname as name from pg_database',
};

/** Two clients, one of which makes a mess; then the process ends as it is told to. */
const program = `import {createTestClient} from 'quarterdeck';

const client = await createTestClient();
const other = await createTestClient();
const titles = async one => JSON.stringify((await one.get('/books/')).json().titles);
await client.em.getConnection().execute("insert into shop_book (title) values ('Persuasion')");
console.log(await titles(client), await titles(other));
await client.reset();
await client.em.getConnection().execute("insert into shop_book (title) values ('Sanditon')");
console.log(await titles(client));
await client.get('/alter/');
await client.reset();
console.log(await titles(client));
if (process.argv[2] === 'kill') process.kill(process.pid, 'SIGKILL');
`;

for (const server of servers.filter(({driver}) => driver === 'postgresql')) {
	const {driver, host, port, user} = server;
	const options = {skip: skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server))};

	test(
		`${driver}: databases of tests are as new after a reset, and dropped, also after a kill`,
		options,
		async t => {
			const {name, rows} = await makeDatabase(t, server);
			const {root} = await makeBooks(t, {driver, host, port, user, name});
			writeFileSync(path.join(root, 'program.mjs'), program);
			const testDatabases = async () =>
				(await rows(lists[driver]!))
					.map(row => row.name ?? row.NAME)
					.filter(one => one.startsWith(`test_${name}_`));
			const run = async (...words: string[]) => {
				const child = spawn(process.execPath, ['program.mjs', ...words], {cwd: root});
				let text = '';
				child.stdout.on('data', piece => (text += piece));
				child.stderr.on('data', piece => (text += piece));
				await once(child, 'close');
				return text;
			};
			const expected =
				'["1 Emma","2 Persuasion"] ["1 Emma"]\n["1 Emma","2 Sanditon"]\n["1 Emma"]\n';
			assert.equal(await run('kill'), expected);
			assert.ok((await testDatabases()).length >= 3, 'left by the kill');
			assert.equal(await run(), expected);
			assert.deepEqual(await testDatabases(), []);
			const own = driver === 'postgresql' ? 'public' : name;
			const tables = `select table_name from information_schema.tables where table_schema = '${own}'`;
			assert.deepEqual(await rows(tables), [], 'the real database is not touched');
		},
	);
}

test('a server that is not there is named', async t => {
	const {root} = await makeBooks(t);
	const settings = {
		database: {
			driver: 'postgresql' as const,
			host: '127.0.0.1',
			port: 9,
			user: 'nobody',
			name: 'x',
		},
	};
	await assert.rejects(createTestClient({directory: root, settings}), {
		code: 'database-unreachable',
		message: /The postgresql database .*127\.0\.0\.1:9.* cannot be used/,
	});
});
