import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {objects} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {findingsOf, soundProject} from '../../support/findings.ts';
import {authors, makePlainProject} from '../../support/plain-project.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

const addSql = (sql: string) => `this.addSql(${JSON.stringify(sql)});`;

/** Two sound migrations, and after them one that a function spoils. */
function makeBroken(t: TestContext, spoil: (file: string) => void): Shop & {file: string} {
	const shop = soundProject(t) as Shop;
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	shop.migration('0002_two', {
		dependencies: ['shop.0001_one'],
		up: addSql('create table two (id int)'),
	});
	const file = shop.migration('0003_three', {
		dependencies: ['shop.0002_two'],
		up: addSql('create table three (id int)'),
	});
	spoil(file);
	return {...shop, file};
}

const edit = (from: string | RegExp, to: string) => (file: string) =>
	writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

const marks = '<<<<<<< HEAD\nstatic a = 1;\n=======\nstatic a = 2;\n>>>>>>> theirs\n';
const spoiled: Record<string, [spoil: (file: string) => void, reason: string, line?: number]> = {
	'merge marks': [
		edit('\toverride async up', `${marks}\toverride async up`),
		'Merge conflict markers',
		7,
	],
	'merge marks from the first line on': [edit(/^/, marks), 'Merge conflict markers', 1],
	'a missing bracket': [edit('up() {', 'up( {'), "Unexpected keyword 'this'", 8],
	'an end too early': [edit(/\}\n\}\n$/, ''), 'Unexpected token', 13],
	'a text without an end': [
		edit("name = 'shop", 'name = "shop'),
		'Unterminated string constant',
		4,
	],
	'a name declared twice': [
		edit(/$/, 'const a = 1;\nconst a = 2;\n'),
		"Identifier 'a' has already been declared",
		16,
	],
	'a folder in its place': [
		file => {
			rmSync(file);
			mkdirSync(file);
		},
		'cannot be read (EISDIR).',
	],
	'a link to nothing': [
		file => {
			rmSync(file);
			symlinkSync('/nowhere/0003_three.ts', file);
		},
		'cannot be read (ENOENT).',
	],
	'a list that is none': [
		edit('["shop.0002_two"]', '"shop.0002_two"'),
		'dependencies is not a list of migration names.',
	],
};

for (const [what, [spoil, reason, line]] of Object.entries(spoiled)) {
	test(`a migration with ${what} is reported by every command before one runs`, async t => {
		const {root, file, rows} = makeBroken(t, spoil);
		const place = `shop/migrations/0003_three.ts${line === undefined ? '' : `:${line}`}`;
		const check = (await findingsOf(root)).find(({id}) => id === 'migrations.E004');
		assert.deepEqual([check?.level, check?.file, check?.line], ['error', file, line]);
		assert.ok(check?.message.includes(reason), check?.message);
		const [status] = objects(await commandLine(root, ['status', '--json']));
		const problem = status.problems.find(({migration}: {migration?: string}) => migration);
		assert.deepEqual(
			[problem?.file, problem?.line, problem?.migration],
			[file, line, 'shop.0003_three'],
		);
		assert.ok(problem.message.startsWith(place), problem.message);
		assert.ok(problem.message.includes(reason), problem.message);
		assert.equal(status.unapplied, 3, 'the others are shown');
		for (const words of [
			['makemigrations', '--check'],
			['migrate'],
			['migrate', '--plan'],
			['sqlmigrate', 'shop', '0003'],
		]) {
			const {code, stderr} = await commandLine(root, words);
			assert.deepEqual(
				[code, stderr.split('\n')[0]],
				[1, `Error: ${problem.message}`],
				words.join(' '),
			);
		}
		assert.deepEqual(rows('select name from sqlite_schema'), [], 'nothing has run');
		const {stdout} = await commandLine(root, ['migrate', 'shop', '0002']);
		assert.match(stdout, /Applying shop\.0001_one\.\.\. OK\n {2}Applying shop\.0002_two\.\.\. OK/);
	});
}

test('what only tsx can compile is no syntax error', async t => {
	const {root} = makeBroken(
		t,
		edit(
			'export default',
			'enum Kind {One}\nabstract class Base<T extends object = {}> {}\nexport default',
		),
	);
	assert.ok((await findingsOf(root)).every(({id}) => id !== 'migrations.E004'));
});

test('migrations are parsed without a database as well', async t => {
	const {root} = makeBroken(t, edit('up() {', 'up( {'));
	rmSync(path.join(root, 'db.sqlite3'), {force: true});
	mkdirSync(path.join(root, 'db.sqlite3'));
	const ids = (await findingsOf(root)).map(({id}) => id);
	assert.ok(ids.includes('migrations.E004'), ids.join());
	assert.ok(ids.includes('database.E001'), ids.join());
});

test('an applied migration that was broken keeps no other one from running', async t => {
	const shop = makeShop(t);
	const file = shop.migration('0001_one', {up: addSql('create table one (id int)')});
	await shop.run(['migrate']);
	edit('up() {', 'up( {')(file);
	shop.migration('0002_two', {
		dependencies: ['shop.0001_one'],
		up: addSql('create table two (id int)'),
	});
	assert.match((await shop.run(['migrate'])).stdout, /Applying shop\.0002_two\.\.\. OK/);
	const back = await shop.run(['migrate', 'shop', 'zero'], 1);
	assert.match(
		back.stderr,
		/^Error: shop\/migrations\/0001_one\.ts:8: Unexpected keyword 'this'\n/,
	);
	assert.equal(shop.rows('select * from mikro_orm_migrations').length, 2);
});

test('a plain MikroORM project is parsed as well', async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	project.write(
		'migrations/Migration20260101000000.ts',
		'export class Migration20260101000000 {\n\tup( {\n}\n',
	);
	project.write('migrations/Migration20260102000000.js', '>>>>>>> theirs\n');
	const found = await findingsOf(project.root);
	assert.deepEqual(
		found
			.filter(({id}) => id === 'migrations.E004')
			.map(({file, line}) => [path.basename(file!), line]),
		[
			['Migration20260101000000.ts', 4],
			['Migration20260102000000.js', 1],
		],
	);
	const {code, stderr} = await commandLine(project.root, ['migrate']);
	assert.equal(code, 1);
	assert.match(stderr, /^Error: migrations\/Migration20260101000000\.ts:4: Unexpected token\n/);
});

test('a problem with one app or one file hides no other migration', async t => {
	const shop = makeShop(t, '', undefined, ['./shop', './books']);
	shop.migration('0001_one', {up: addSql('create table one (id int)')});
	const shown = async (code: string, hinders: string) => {
		const [status] = objects(await commandLine(shop.root, ['status', '--json']));
		const problem = status.problems.find((one: {code: string}) => one.code === code);
		assert.equal(problem?.hinders, hinders, JSON.stringify(status.problems));
		const app = status.apps.find(({label}: {label: string}) => label === 'shop');
		assert.ok(
			app?.migrations.some(({name}: {name: string}) => name === '0001_one'),
			code,
		);
	};
	await shown('unknown-app', 'everything');
	mkdirSync(path.join(shop.root, 'books'));
	writeFileSync(path.join(shop.root, 'books/app.ts'), 'export default {');
	await shown('import-failed', 'everything');
	writeFileSync(path.join(shop.root, 'books/app.ts'), "export default {label: 'shop'};\n");
	await shown('duplicate-label', 'everything');
	rmSync(path.join(shop.root, 'books/app.ts'));
	writeFileSync(path.join(shop.root, 'books/entities.ts'), 'export const = 1;\n');
	await shown('import-failed', 'entities');
	rmSync(path.join(shop.root, 'books/entities.ts'));
	shop.migration('0002_two', {dependencies: ['books.0001_none'], up: ''});
	await shown('missing-dependency', 'migrations');
	shop.migration('0002_two', {dependencies: ['shop.0003_three'], up: ''});
	shop.migration('0003_three', {dependencies: ['shop.0002_two'], up: ''});
	await shown('circular-dependency', 'migrations');
});

test('a snapshot behind the migrations hinders makemigrations only', async t => {
	const shop = makeShop(
		t,
		"export const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});",
	);
	await shop.run(['makemigrations']);
	shop.migration('0002_two', {dependencies: ['shop.0001_initial'], up: ''});
	const [status] = objects(await commandLine(shop.root, ['status', '--json']));
	assert.deepEqual(
		status.problems.map(({hinders}: {hinders: string}) => hinders),
		['makemigrations'],
	);
	assert.match((await shop.run(['migrate'])).stdout, /Applying shop\.0001_initial\.\.\. OK/);
});
