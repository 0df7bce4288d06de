import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../../support/command.ts';
import {makeLocalDatabase} from '../../support/local-databases.ts';
import {packageRoot} from '../../support/project.ts';
import {lacksDrivers} from '../../support/requires.ts';
import {makeShop} from '../../support/shop.ts';

const book = `export const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), title: p.string()},
});`;

test('PGlite: forwards, drift, and back; a folder in use is not opened', async t => {
	if (lacksDrivers(t, 'pglite')) return;
	const shop = makeShop(t, book, await makeLocalDatabase(t, 'pglite'));
	await shop.run(['makemigrations']);
	assert.match((await shop.run(['migrate', '--plan'])).stdout, /create table "book" \("id" serial/);
	assert.match((await shop.run(['migrate'])).stdout, /shop\.0001_initial\.\.\. OK/);
	assert.match((await shop.run(['showmigrations'])).stdout, /\[X\] 0001_initial/);
	assert.match((await shop.run(['driftcheck'])).stdout, /No drift detected/);
	const {stderr: client} = await shop.run(['dbshell'], 1);
	assert.match(client, /PGlite has no client/);

	const source = (file: string) => JSON.stringify(path.join(packageRoot, 'source', file));
	const file = path.join(shop.root, 'serve.ts');
	writeFileSync(
		file,
		`import {openProject} from ${source('project/open/open.ts')};
import {nameThisProcess} from ${source('system/own-name.ts')};

nameThisProcess('the development server', true);
const project = await openProject(${JSON.stringify(shop.root)});
const {orm} = await project.access.openOrm(project);
await orm.em.execute('insert into book (title) values (?)', ['Emma']);
process.stdout.write('open');
setInterval(() => {}, 1000);
`,
	);
	const server = spawn(process.execPath, ['--import=tsx', file], {cwd: packageRoot});
	t.after(() => server.kill('SIGKILL'));
	await once(server.stdout, 'data');
	for (const words of [
		['migrate'],
		['showmigrations'],
		['driftcheck'],
		['shell', '-c', 'await em.execute("select 1")'],
	]) {
		const {code, stderr} = await quarterdeck(shop.root, words);
		assert.equal(code, 1, words[0]);
		assert.match(
			stderr,
			new RegExp(`the development server \\(process ${server.pid}\\) has it open\\.`),
		);
		assert.match(stderr, /one process at a time/);
	}
	server.kill('SIGKILL');
	await once(server, 'exit');
	const back = await shop.run(['migrate', 'shop', 'zero', '--allow-data-loss', '--noinput']);
	assert.match(back.stdout, /Drops the table book\. 1 row/);
});
