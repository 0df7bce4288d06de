import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {Migrator} from '@mikro-orm/migrations';
import {MikroORM} from '@mikro-orm/sqlite';
import {copyFixture} from '../support/project.ts';
import {runCommand} from '../support/run-command.ts';

const files = {
	'auth.0001_initial': 'node_modules/quarterdeck/dist/contrib/auth/migrations/0001_initial.js',
	'sessions.0001_initial':
		'node_modules/quarterdeck/dist/contrib/sessions/migrations/0001_initial.js',
	'accounts.0001_initial': 'accounts/migrations/0001_initial.ts',
};

/** Runs the files as a project would that no longer uses Quarterdeck. @returns the names that ran */
async function upWithMikroOrm(root: string): Promise<string[]> {
	const migrationsList = [];
	for (const [name, file] of Object.entries(files)) {
		const {default: migration} = await import(pathToFileURL(path.join(root, file)).href);
		migrationsList.push({name, class: migration});
	}
	const orm = await MikroORM.init({
		dbName: path.join(root, 'db.sqlite3'),
		entities: [],
		discovery: {warnWhenNoEntities: false},
		extensions: [Migrator],
		migrations: {migrationsList, snapshot: false, silent: true},
	});
	try {
		return (await orm.migrator.up()).map(({name}) => name);
	} finally {
		await orm.close();
	}
}

test("MikroORM's migrator runs our files, including built-in ones, and each sees what the other applied", async t => {
	const root = copyFixture(t, 'tutorial');
	await runCommand(root, 'makemigrations');
	assert.deepEqual(await upWithMikroOrm(root), Object.keys(files));
	assert.deepEqual((await runCommand(root, 'migrate')).ran, []);
	const zero = await runCommand(root, 'migrate', ['accounts', 'zero'], {'allow-data-loss': true});
	assert.deepEqual(zero.ran, ['accounts.0001_initial']);
	assert.deepEqual(await upWithMikroOrm(root), ['accounts.0001_initial']);
});
