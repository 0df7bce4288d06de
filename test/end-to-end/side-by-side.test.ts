import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {authors, makePlainProject, type PlainProject} from '../support/plain-project.ts';

test('Quarterdeck and MikroORM by turns: each agrees with what the other one did', async t => {
	const project = makePlainProject(
		t,
		authors('name: p.string(), bio: p.text().nullable()'),
		"dbName: 'library.db', migrations: {path: 'dist/migrations', pathTs: 'src/migrations'}",
	);
	const made = await project.quarterdeck('makemigrations');
	assert.deepEqual(made.events[0].operations, ['+ Create entity Author', '+ Create entity Book']);
	const [first] = namesIn(project) as [string];
	assert.match(first, /^Migration\d{14}$/);
	await project.withMigrator(async migrator => {
		assert.equal(await migrator.checkSchema(), false, 'no changes');
	});

	assert.deepEqual((await project.quarterdeck('migrate')).ran, [first]);
	await project.withMigrator(async migrator => {
		const executed = await migrator.getExecuted();
		assert.deepEqual(
			executed.map(({name}) => name),
			[first],
		);
	});
	insertRows(project);

	// MikroORM writes its rebuild of a table that has children; ours runs it, and they stay.
	project.entities(authors('name: p.string(), bio: p.text().default("none")'));
	await project.stock('migration:create', '--name', 'required bio');
	const second = namesIn(project)[1]!;
	assert.match(second, /_required_bio$/);
	assert.deepEqual((await project.quarterdeck('migrate')).ran, [second]);
	assert.deepEqual(project.rows('select * from book'), [{id: 7, author_id: 1}]);

	assert.deepEqual((await project.quarterdeck('migrate', ['library', first])).ran, [second]);
	await project.withMigrator(async migrator => {
		assert.deepEqual(
			(await migrator.up()).map(({name}) => name),
			[second],
		);
	});
	const {events} = await project.quarterdeck('showmigrations');
	assert.equal(events[0].title, 'library');
	assert.equal(events[0].text, ` [X] ${first}\n [X] ${second}`);
});

test("what changed is asked for and written as MikroORM's file, with its snapshot", async t => {
	const project = makePlainProject(t, authors('name: p.string(), bio: p.text()'));
	await project.quarterdeck('makemigrations');
	const text = readFileSync(snapshotOf(project), 'utf8');
	// The entities as they are now are in this process for good: the older state is put in the snapshot.
	const older = JSON.parse(text);
	const author = older.tables.find(({name}: {name: string}) => name === 'author');
	author.columns.about = {...author.columns.bio, name: 'about'};
	delete author.columns.bio;
	project.write('src/migrations/.snapshot-library.db.json', JSON.stringify(older));

	const asked = await project.quarterdeck('makemigrations', [], {noinput: true});
	assert.equal(asked.code, 3);
	assert.equal(asked.events[0].flag, '--rename library.author.about=bio');
	const {events} = await project.quarterdeck('makemigrations', [], {
		rename: ['library.author.about=bio'],
	});
	assert.deepEqual(events[0].operations, ['~ Rename property about on author to bio']);
	assert.equal(readFileSync(snapshotOf(project), 'utf8'), text);
	const [, second] = namesIn(project) as [string, string];
	const source = readFileSync(path.join(project.root, 'src/migrations', `${second}.ts`), 'utf8');
	assert.match(source, new RegExp(`export class ${second} extends Migration`));
	assert.match(source, /rename column \\`about\\` to \\`bio\\`/);
	assert.equal((await project.quarterdeck('makemigrations')).events[0].text, 'No changes detected');
});

test('a migration that came late by a merge is applied in its turn, and nothing is inconsistent', async t => {
	const project = makePlainProject(t, authors('name: p.string()'), "dbName: 'library.db'");
	const write = (name: string) =>
		project.write(
			`src/migrations/${name}.ts`,
			`import {Migration} from '@mikro-orm/migrations';\nexport class ${name} extends Migration {
	override up(): void { this.addSql('create table ${name} (id integer)'); }
	override down(): void { this.addSql('drop table ${name}'); }
}\n`,
		);
	write('Migration1');
	write('Migration3');
	await project.quarterdeck('migrate');
	write('Migration2');
	assert.deepEqual((await project.quarterdeck('migrate')).ran, ['Migration2']);
	const back = await project.quarterdeck('migrate', ['library', 'zero'], {'allow-data-loss': true});
	assert.deepEqual(back.ran, ['Migration3', 'Migration2', 'Migration1']);
});

test('a name that an older MikroORM recorded with its ending counts, and goes', async t => {
	const project = makePlainProject(t, authors('name: p.string()'), "dbName: 'library.db'");
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	const [name] = namesIn(project) as [string];
	project.rows("update mikro_orm_migrations set name = name || '.ts' returning name");
	assert.deepEqual((await project.quarterdeck('migrate')).ran, []);
	assert.deepEqual((await project.quarterdeck('migrate', ['library', 'zero'])).ran, [name]);
	assert.deepEqual(project.rows('select * from mikro_orm_migrations'), []);
});

test('without a snapshot entities are compared with the database, once it is up to date', async t => {
	const project = makePlainProject(
		t,
		authors('name: p.string()'),
		"dbName: 'library.db', migrations: {snapshot: false, tableName: 'history', path: 'changes'}",
	);
	await project.quarterdeck('makemigrations');
	await assert.rejects(project.quarterdeck('makemigrations'), {code: 'no-snapshot'});
	await project.quarterdeck('migrate');
	assert.equal(project.rows('select * from history').length, 1);
	assert.equal((await project.quarterdeck('makemigrations')).events[0].text, 'No changes detected');
	assert.equal(readdirSync(path.join(project.root, 'changes')).length, 1);
});

test('a CommonJS project, as MikroORM takes every package for that does not say module', async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	project.write('package.json', '{"name": "library"}');
	project.write('tsconfig.json', '{"compilerOptions": {"module": "commonjs"}}');
	project.write(
		'src/entities.ts',
		"import {defineEntity, p} from '@mikro-orm/core';\nenum Kind {Book}\nexport const Shelf = defineEntity({name: 'Shelf', properties: {id: p.integer().primary(), kind: p.integer().default(Kind.Book)}});\n",
	);
	project.write(
		'src/mikro-orm.config.ts',
		"import {defineConfig} from '@mikro-orm/sqlite';\nimport {Shelf} from './entities';\nmodule.exports = {default: async () => defineConfig({dbName: 'library.db', entities: [Shelf]}), __esModule: true};\n",
	);
	await project.quarterdeck('makemigrations');
	assert.equal((await project.quarterdeck('migrate')).ran.length, 1);
	assert.deepEqual(project.rows('select * from shelf'), []);
});

test('an entity that MikroORM cannot read is a sentence with its place', async t => {
	const project = makePlainProject(
		t,
		"export const Author = defineEntity({name: 'Author', properties: {id: p.integer().primary(), book: () => p.manyToOne(missing())}});\n\nfunction missing(): never { throw new Error('no book'); }",
	);
	await assert.rejects(project.quarterdeck('makemigrations'), {
		code: 'entities',
		message: /^src\/entities\.ts:\d+: no book$/,
	});
});

test('what needs settings says so in one sentence', async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	for (const [command, positionals, message] of [
		['startapp', ['more'], /^This is a plain MikroORM project: .*\.$/],
		['createsuperuser', [], /^This MikroORM project does not say which entity its users are\.$/],
	] as const)
		await assert.rejects(project.quarterdeck(command, [...positionals]), {
			code: 'plain-project',
			message,
		});
});

function insertRows(project: PlainProject): void {
	project.rows("insert into author (id, name, bio) values (1, 'Ada', 'none') returning id");
	project.rows('insert into book (id, author_id) values (7, 1) returning id');
}

function snapshotOf({root}: PlainProject): string {
	return path.join(root, 'src/migrations/.snapshot-library.db.json');
}

function namesIn({root}: PlainProject): string[] {
	return readdirSync(path.join(root, 'src/migrations'))
		.filter(name => name.endsWith('.ts'))
		.map(name => name.replace('.ts', ''))
		.sort();
}
