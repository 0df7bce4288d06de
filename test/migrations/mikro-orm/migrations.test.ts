import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {
	ensureRecorderTable,
	instantiate,
	sourceOf,
} from '../../../source/migrations/mikro-orm/migrations.ts';
import {entityBench} from '../../support/entities.ts';
import {literalFile} from '../../support/sqlite-engine.ts';

test('a literal migration is not imported, and a class is made with driver and config', async t => {
	const {internals} = await entityBench(t, {});
	const literal = await instantiate(internals, literalFile('0001_one', {up: ['select 1;']}));
	assert.equal(literal.isLiteral, true);
	class Own {
		readonly given: unknown[];
		constructor(...given: unknown[]) {
			this.given = given;
		}
	}
	const source = 'export default class extends Migration { up() { run(); } }\n';
	const file = {...literalFile('0002_own'), source, migration: Own};
	const own = await instantiate(internals, file);
	assert.deepEqual(own.given, [internals.driver, internals.config]);
});

test('a file that exports no class is refused', async t => {
	const {internals, project} = await entityBench(t, {});
	const file = path.join(project.root, '0001_none.mjs');
	const source = 'export const nothing = 1;\n';
	writeFileSync(file, source);
	await assert.rejects(instantiate(internals, {...literalFile('0001_none'), path: file, source}), {
		code: 'no-migration',
		message: 'shop.0001_none exports no migration.',
		file,
	});
});

test("the recorder's table is MikroORM's own, and made once", async t => {
	const {internals} = await entityBench(t, {});
	for (let count = 0; count < 2; count++) {
		await ensureRecorderTable(internals, 'steps', undefined);
	}
	const rows = await internals.connection.execute('pragma table_info(steps)');
	assert.deepEqual(
		rows.map(({name}: {name: string}) => name),
		['id', 'name', 'executed_at'],
	);
});

test("a migration's text comes from MikroORM's generator, or the project's", async t => {
	const {internals} = await entityBench(t, {});
	const statements = {up: ['select 1;'], down: []};
	const options = {emit: 'ts', path: '.', fileName: (at: string) => at};
	const text = await sourceOf(internals, options, '20261129', 'one', statements, '/');
	assert.match(text, /class Migration20261129_one extends Migration[\s\S]*select 1;/);
	class Generator {
		generateMigrationFile = (name: string) => `own ${name}`;
	}
	const own = await sourceOf(
		internals,
		{...options, generator: Generator},
		'1',
		'one',
		statements,
		'/',
	);
	assert.equal(own, 'own Migration1_one');
});

test('JavaScript is written as the package of its folder has it, and can be loaded', async t => {
	const {internals, project} = await entityBench(t, {});
	const statements = {up: ['select 1;\nexports.a;'], down: ['select 2;']};
	const options = {emit: 'js', path: '.', fileName: (at: string) => at};
	for (const type of ['module', 'commonjs']) {
		const folder = path.join(project.root, type, 'migrations');
		mkdirSync(folder, {recursive: true});
		writeFileSync(path.join(project.root, type, 'package.json'), JSON.stringify({type}));
		const text = await sourceOf(internals, options, '20261129', type, statements, folder);
		const file = path.join(folder, 'one.js');
		writeFileSync(file, text);
		const {default: own, ...named} = await import(pathToFileURL(file).href);
		const Migration = named[`Migration20261129_${type}`] ?? own[`Migration20261129_${type}`];
		const migration = new Migration(internals.driver, internals.config);
		await migration.up();
		assert.deepEqual(migration.getQueries(), statements.up);
		assert.equal(/\brequire\(/.test(text), type === 'commonjs');
	}
});
