/**
 * `inspectdb` with MikroORM's entity generator, which the registry does not have for every version.
 *
 *     node scripts/test.ts test/versions/entity-generator.ts
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {packageRoot, temporaryFolder} from '../support/project.ts';

/** The highest that npm has all packages of. */
const version = '7.1.11';
const names = ['core', 'migrations', 'sqlite', 'entity-generator'];

test(`entities are printed for all tables, or for those that are named: MikroORM ${version}`, async t => {
	const root = temporaryFolder(t);
	// The one that it would take has no binary for Node 24.
	const {version: own} = JSON.parse(
		readFileSync(path.join(packageRoot, 'node_modules/better-sqlite3/package.json'), 'utf8'),
	);
	const write = (file: string, text: string) => writeFileSync(path.join(root, file), text);
	write('package.json', JSON.stringify({type: 'module', overrides: {'better-sqlite3': own}}));
	const packages = names.map(name => `@mikro-orm/${name}@${version}`);
	const words = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
	assert.equal(spawnSync('npm', words, {cwd: root, stdio: 'inherit'}).status, 0);
	symlinkSync(packageRoot, path.join(root, 'node_modules/quarterdeck'));
	write(
		'mikro-orm.config.ts',
		`import {defineConfig, defineEntity, p} from '@mikro-orm/sqlite';
import {Migrator} from '@mikro-orm/migrations';

const Author = defineEntity({name: 'Author', properties: {id: p.integer().primary(), name: p.string()}});
const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), title: p.string(), author: () => p.manyToOne(Author)},
});
export default defineConfig({dbName: 'db.sqlite3', entities: [Author, Book], extensions: [Migrator]});
`,
	);
	const run = (...line: string[]) => quarterdeck(root, line);
	for (const command of ['makemigrations', 'migrate']) {
		const {code, stderr} = await run(command);
		assert.equal(code, 0, stderr);
	}
	const all = await run('inspectdb');
	assert.equal(all.code, 0, all.stderr);
	assert.match(all.stdout, /defineEntity\(\{[\s\S]*Author[\s\S]*Book/);
	assert.doesNotMatch(all.stdout, /mikro_orm_migrations|quarterdeck_/i);
	const one = await run('inspectdb', 'author');
	assert.doesNotMatch(one.stdout, /'Book'/);
	const none = await run('inspectdb', 'nothing');
	assert.equal(none.code, 1);
	assert.match(none.stderr, /^Error: The database has no table named nothing\./);
});
