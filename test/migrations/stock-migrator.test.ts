import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine} from '../support/command-line.ts';
import {copyFixture} from '../support/project.ts';

/** What a project would write that leaves Quarterdeck: MikroORM's own migrator over the same files. */
const script = `
import {MikroORM} from '@mikro-orm/sqlite';
import {Migrator} from '@mikro-orm/migrations';

const files = ['./node_modules/quarterdeck/dist/contrib/auth/migrations/0001_initial.js',
	'./node_modules/quarterdeck/dist/contrib/sessions/migrations/0001_initial.js',
	'./accounts/migrations/0001_initial.ts'];
const names = ['auth.0001_initial', 'sessions.0001_initial', 'accounts.0001_initial'];
const migrationsList = [];
for (const [index, file] of files.entries()) {
	migrationsList.push({name: names[index], class: (await import(file)).default});
}
const orm = await MikroORM.init({
	dbName: process.argv[2],
	entities: [],
	discovery: {warnWhenNoEntities: false},
	extensions: [Migrator],
	migrations: {migrationsList, snapshot: false, silent: true},
});
const done = await orm.migrator.up();
console.log(JSON.stringify(done.map(({name}) => name)));
await orm.close();
`;

test("MikroORM's migrator runs our files, including built-in ones, and each sees what the other applied", async t => {
	const root = copyFixture(t, 'tutorial');
	await commandLine(root, ['makemigrations']);
	writeFileSync(path.join(root, 'stock.mjs'), script);
	const stock = (database: string) =>
		JSON.parse(
			execFileSync(process.execPath, ['stock.mjs', database], {cwd: root, encoding: 'utf8'}),
		);
	const names = ['auth.0001_initial', 'sessions.0001_initial', 'accounts.0001_initial'];
	assert.deepEqual(stock('db.sqlite3'), names);
	assert.match((await commandLine(root, ['migrate'])).stdout, /No migrations to apply/);
	assert.match((await commandLine(root, ['migrate', 'accounts', 'zero'])).stdout, /OK/);
	assert.deepEqual(stock('db.sqlite3'), ['accounts.0001_initial']);
});
