/**
 * Plain projects on MikroORM 6, as most people have them: CommonJS, decorators and ts-node. Beside each of
 * our commands stands the project's own command line.
 *
 *     QUARTERDECK_TEST_MINUTES=30 node scripts/test.ts test/versions/six.ts
 *
 * Installs MikroORM 6 from the registry; QUARTERDECK_SIX names a folder that has it already.
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {quarterdeck, runProgram, startQuarterdeck} from '../support/command.ts';
import {packageRoot, temporaryFolder} from '../support/project.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {until} from '../support/wait.ts';

const version = '6.6.9';
const names = ['core', 'migrations', 'cli', 'sqlite', 'better-sqlite', 'postgresql', 'mariadb'];
const packages = [
	...names.map(name => `@mikro-orm/${name}@${version}`),
	...['ts-node@10', 'typescript@5.9', 'reflect-metadata'],
];

/** @returns a folder with MikroORM 6, or why there is none */
function install(): {folder: string; missing?: string} {
	const known = process.env.QUARTERDECK_SIX;
	if (known) return {folder: known};
	const folder = mkdtempSync(path.join(tmpdir(), 'six-'));
	// The one that it would take has no binary for Node 24.
	const {version: own} = JSON.parse(
		readFileSync(path.join(packageRoot, 'node_modules/better-sqlite3/package.json'), 'utf8'),
	);
	const text = JSON.stringify({overrides: {'better-sqlite3': own}});
	writeFileSync(path.join(folder, 'package.json'), text);
	const words = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
	const {status} = spawnSync('npm', words, {cwd: folder, stdio: 'inherit'});
	return status === 0 ? {folder} : {folder, missing: 'npm cannot install MikroORM 6 here'};
}

const {folder: installed, missing} = install();

interface Library {
	root: string;
	write(file: string, text: string): void;
	quarterdeck(...words: string[]): Promise<{code: number | null; text: string}>;
	/** MikroORM's own command line. */
	stock(...words: string[]): Promise<string>;
	/** Writes a migration by hand. @param up of statements, or code */
	migration(name: string, up: string, down?: string): void;
	rows(sql: string): Promise<Record<string, any>[]>;
}

function libraryOn(
	t: TestContext,
	driver: string,
	options: string,
	rows: Library['rows'],
): Library {
	const root = path.join(temporaryFolder(t), 'library');
	const write = (file: string, text: string) => {
		mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
		writeFileSync(path.join(root, file), text);
	};
	const dependencies = Object.fromEntries(
		['cli', 'core', 'migrations', driver].map(name => [`@mikro-orm/${name}`, version]),
	);
	const tool = {useTsNode: true, configPaths: ['./src/mikro-orm.config.ts']};
	write('package.json', JSON.stringify({name: 'library', dependencies, 'mikro-orm': tool}));
	const compilerOptions = {
		...{module: 'commonjs', target: 'es2022', experimentalDecorators: true},
		...{emitDecoratorMetadata: true, useDefineForClassFields: false, esModuleInterop: true},
	};
	write('tsconfig.json', JSON.stringify({compilerOptions}));
	write(
		'src/mikro-orm.config.ts',
		`import { defineConfig } from '@mikro-orm/${driver}';
import { Migrator } from '@mikro-orm/migrations';
import { Author } from './author.entity';
import { Book } from './book.entity';

export default defineConfig({
	${options},
	entities: [Author, Book],
	extensions: [Migrator],
	migrations: { path: 'dist/migrations', pathTs: 'src/migrations', snapshotName: '.snapshot' },
});
`,
	);
	write('src/author.entity.ts', authorWith(''));
	write(
		'src/book.entity.ts',
		`import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/core';
import { Author } from './author.entity';

@Entity()
export class Book {
	@PrimaryKey()
	id!: number;

	@Property({ unique: true, length: 100 })
	title!: string;

	@Property({ default: 0 })
	pages!: number;

	@ManyToOne(() => Author)
	author!: Author;
}
`,
	);
	symlinkSync(path.join(installed, 'node_modules'), path.join(root, 'node_modules'));
	return {
		root,
		write,
		rows,
		async quarterdeck(...words) {
			const {code, stdout, stderr} = await quarterdeck(root, words);
			return {code, text: stdout + stderr};
		},
		async stock(...words) {
			const cli = path.join(root, 'node_modules/@mikro-orm/cli/cli');
			const env = {NO_COLOR: '1'};
			const {stdout, stderr} = await runProgram(root, [process.execPath, cli, ...words], {env});
			return stdout + stderr;
		},
		migration(name, up, down = '') {
			write(
				`src/migrations/${name}.ts`,
				`import { Migration } from '@mikro-orm/migrations';

export class ${name} extends Migration {
	override async up(): Promise<void> {
		${up}
	}

	override async down(): Promise<void> {
		${down}
	}
}
`,
			);
		},
	};
}

function authorWith(property: string): string {
	return `import { Collection, Entity, OneToMany, PrimaryKey, Property } from '@mikro-orm/core';
import { Book } from './book.entity';

@Entity()
export class Author {
	@PrimaryKey()
	id!: number;

	@Property()
	name!: string;
	${property}

	@OneToMany(() => Book, book => book.author)
	books = new Collection<Book>(this);
}
`;
}

const sqlite = {
	driver: 'sqlite',
	skip: missing ?? false,
	async make(t: TestContext): Promise<Library> {
		const library = libraryOn(t, 'sqlite', "dbName: 'library.db'", async sql => {
			const {DatabaseSync} = await import('node:sqlite');
			const database = new DatabaseSync(path.join(library.root, 'library.db'));
			try {
				return database.prepare(sql).all() as Record<string, any>[];
			} finally {
				database.close();
			}
		});
		return library;
	},
};

const databases = [
	sqlite,
	...servers.map(server => ({
		driver: server.driver,
		skip: missing ?? (isThere(server) ? false : `no ${server.driver} server`),
		async make(t: TestContext): Promise<Library> {
			const {name, rows} = await makeDatabase(t, server);
			const {driver, host, port, user} = server;
			const options = `dbName: '${name}', host: '${host}', port: ${port}, user: '${user}'`;
			return libraryOn(t, driver, options, rows);
		},
	})),
];

/** A project with the migration that MikroORM itself makes for its entities, and one by hand. */
async function withMigrations(
	t: TestContext,
	{driver, make}: (typeof databases)[number],
): Promise<{library: Library; first: string}> {
	const library = await make(t);
	const made = initials.get(driver) ?? (await initialOf(library));
	initials.set(driver, made);
	for (const [file, text] of Object.entries(made)) library.write(`src/migrations/${file}`, text);
	library.migration('Migration29990101000000', add('note'), drop('note'));
	const first = Object.keys(made).find(file => file.endsWith('.ts'))!;
	return {library, first: first.replace('.ts', '')};
}

type Files = Record<string, string>;

/** By driver. */
const initials = new Map<string, Files>();

/** What MikroORM itself writes for the entities, with its snapshot. */
async function initialOf({root, stock}: Library): Promise<Files> {
	assert.match(await stock('migration:create'), /successfully created/);
	const folder = path.join(root, 'src/migrations');
	const down = "this.addSql('drop table book;'); this.addSql('drop table author;');";
	return Object.fromEntries(
		readdirSync(folder).map(file => {
			const text = readFileSync(path.join(folder, file), 'utf8');
			// On SQLite it writes no down().
			const hasDown = text.includes('down()') || !file.endsWith('.ts');
			const added = `  override async down(): Promise<void> { ${down} }\n}\n`;
			return [file, hasDown ? text : text.replace(/\}\s*$/, added)];
		}),
	);
}

function add(column: string): string {
	return `this.addSql('alter table author add column ${column} int null;');`;
}

function drop(column: string): string {
	return `this.addSql('alter table author drop column ${column};');`;
}

function namesIn(list: string): string[] {
	return [...list.matchAll(/Migration\d+/g)].map(([name]) => name).sort();
}

for (const database of databases) {
	const {driver} = database;
	// Each command is a process, and MikroORM's own compiles the project.
	const options = {skip: database.skip, timeout: 600_000};
	const second = 'Migration29990101000000';
	const titled = (title: string) => `${driver}: ${title}`;

	test(titled('forwards, back and to zero, as the own command line sees it'), options, async t => {
		const {library, first} = await withMigrations(t, database);
		const both = [first, second].sort();
		const before = await library.quarterdeck('status');
		assert.match(before.text, /\[ \] .*\n(?:.*\n)? \[ \] /);
		assert.equal(before.code, 0);
		const sql = await library.quarterdeck('sqlmigrate', second);
		assert.match(sql.text, /alter table author add column note/);
		const migrated = await library.quarterdeck('migrate', '--noinput');
		assert.match(migrated.text, new RegExp(`Applying ${first}\\.\\.\\. OK`));
		assert.match(migrated.text, new RegExp(`Applying ${second}\\.\\.\\. OK`));
		assert.equal(migrated.code, 0);
		assert.deepEqual(namesIn(await library.stock('migration:list')), both);
		assert.match(await library.stock('migration:pending'), /No pending/);
		const shown = await library.quarterdeck('showmigrations');
		assert.equal(shown.text, `library\n${both.map(name => ` [X] ${name}\n`).join('')}`);
		const back = await library.quarterdeck('migrate', first, '--noinput', '--allow-data-loss');
		assert.match(back.text, new RegExp(`Unapplying ${second}\\.\\.\\. OK`));
		assert.deepEqual(namesIn(await library.stock('migration:pending')), [second]);
		const zero = await library.quarterdeck(
			'migrate',
			'library',
			'zero',
			'--noinput',
			'--allow-data-loss',
		);
		assert.match(zero.text, new RegExp(`Unapplying ${first}\\.\\.\\. OK`));
		assert.deepEqual(namesIn(await library.stock('migration:pending')), both);
	});

	test(titled('what the own command line has run is applied'), options, async t => {
		const {library} = await withMigrations(t, database);
		await library.stock('migration:up');
		assert.match((await library.quarterdeck('showmigrations')).text, /\[X\].*\n \[X\]/);
		assert.match((await library.quarterdeck('migrate')).text, /No migrations to apply/);
		await library.stock('migration:down');
		assert.match((await library.quarterdeck('showmigrations')).text, /\[X\].*\n \[ \]/);
	});

	test(titled('what a plan loses needs consent'), options, async t => {
		const {library} = await withMigrations(t, database);
		await library.quarterdeck('migrate', '--noinput');
		await library.rows("insert into author (name) values ('Ada')");
		const back = await library.quarterdeck('migrate', 'library', 'zero', '--noinput');
		assert.equal(back.code, 3);
		assert.match((await library.quarterdeck('showmigrations')).text, /\[X\].*\n \[X\]/);
	});

	test(titled('a failure says what stays'), options, async t => {
		const {library, first} = await withMigrations(t, database);
		library.migration(
			'Migration29990202000000',
			`${add('fine')} this.addSql('insert into nowhere values (1);');`,
		);
		const {code, text} = await library.quarterdeck('migrate', '--noinput');
		assert.equal(code, 1);
		assert.match(text, /Applying Migration29990202000000\.\.\. FAILED/);
		assert.match(text, /nowhere/);
		assert.doesNotMatch(text, /values \(1\);? - /, 'the words of the database, without the SQL');
		assert.match(await library.stock('migration:pending'), /Migration29990202000000/);
		assert.doesNotMatch(await library.stock('migration:pending'), new RegExp(first));
		const columns = Object.keys((await library.rows('select * from author'))[0] ?? {});
		assert.deepEqual(columns, [], 'there is no author');
		const fine = await library.rows('select fine from author').then(
			() => true,
			() => false,
		);
		assert.equal(fine, driver === 'mariadb');
		if (driver === 'mariadb') {
			assert.match(text, /alter table author add column fine/);
			assert.match((await library.quarterdeck('status')).text, /partly applied/);
		}
	});

	test(titled('one run at a time, and up() once'), options, async t => {
		const {library} = await withMigrations(t, database);
		library.migration('Migration29990202000000', waiting(library));
		const run = startQuarterdeck(t, library.root, ['migrate', '--noinput']);
		await until('it runs', () => callsOf(library) === 1);
		const other = await library.quarterdeck('migrate', '--no-wait', '--noinput');
		assert.equal(other.code, 4);
		assert.match(other.text, /The migration lock is held by/);
		assert.match((await library.quarterdeck('showmigrations')).text, /\[ \] Migration29990202/);
		const ended = once(run, 'exit');
		library.write('go', '');
		assert.deepEqual(await ended, [0, null]);
		assert.equal(callsOf(library), 1);
		assert.match(await library.stock('migration:pending'), /No pending/);
	});

	test(titled('a killed run leaves the truth, and the next one goes on'), options, async t => {
		const {library} = await withMigrations(t, database);
		library.migration('Migration29990202000000', waiting(library));
		const run = startQuarterdeck(t, library.root, ['migrate', '--noinput']);
		await until('it runs', () => callsOf(library) === 1);
		const ended = once(run, 'exit');
		run.kill('SIGKILL');
		await ended;
		const status = await library.quarterdeck('showmigrations');
		assert.match(status.text, /\[X\].*\n \[X\].*\n \[ \] Migration29990202000000/);
		library.write('go', '');
		const again = await library.quarterdeck('migrate', '--noinput');
		assert.match(again.text, /Applying Migration29990202000000\.\.\. OK/);
		assert.equal(callsOf(library), 2);
	});

	test(titled('drift and changes are found'), options, async t => {
		const {library} = await withMigrations(t, database);
		// Its column is in no entity.
		rmSync(path.join(library.root, `src/migrations/${second}.ts`));
		await library.stock('migration:up');
		assert.match((await library.quarterdeck('driftcheck')).text, /No drift detected/);
		const unchanged = await library.quarterdeck('makemigrations', '--check');
		assert.match(unchanged.text, /No changes detected/);
		assert.equal(unchanged.code, 0);
		await library.rows('alter table author add column stray int');
		await library
			.rows('drop index book_title_unique')
			.catch(() =>
				library
					.rows('alter table book drop constraint book_title_unique')
					.catch(() => library.rows('alter table book drop index book_title_unique')),
			);
		const drift = await library.quarterdeck('driftcheck');
		assert.equal(drift.code, 1);
		assert.match(drift.text, /column author\.stray is in no migration/);
		assert.match(drift.text, /index book_title_unique of book is not in the database/);
		library.write(
			'src/author.entity.ts',
			authorWith('@Property({ nullable: true })\n\tcity?: string;'),
		);
		const {text} = await library.quarterdeck('status');
		assert.match(text, /~ {2}Add property city to author/);
		const checked = await library.quarterdeck('check');
		assert.match(checked.text, /HINT: Run 'npx mikro-orm migration:create'\./);
		const changed = await library.quarterdeck('makemigrations', '--check');
		assert.match(
			changed.text,
			/Add property city to author\. Run 'npx mikro-orm migration:create'/,
		);
		assert.equal(changed.code, 1);
		const made = await library.quarterdeck('makemigrations');
		assert.equal(made.code, 1);
		assert.match(made.text, /npx mikro-orm migration:create/);
	});
}

test('sqlite: several statements in one text fail, and none of them runs', {
	skip: sqlite.skip,
}, async t => {
	const {library} = await withMigrations(t, sqlite);
	library.migration(
		'Migration29990202000000',
		"this.addSql('create table one (id int); create table two (id int)');",
	);
	const {code, text} = await library.quarterdeck('migrate', '--noinput');
	assert.equal(code, 1);
	assert.match(text, /more than one statement/);
	assert.deepEqual(await library.rows("select name from sqlite_master where name = 'one'"), []);
});

test('a copy is made before rows are lost, and restored', {skip: sqlite.skip}, async t => {
	const {library} = await withMigrations(t, sqlite);
	await library.quarterdeck('migrate', '--noinput');
	await library.rows('pragma journal_mode = wal');
	await library.rows("insert into author (name) values ('Ada')");
	const zero = ['migrate', 'library', 'zero', '--noinput', '--allow-data-loss'];
	assert.match((await library.quarterdeck(...zero)).text, /The database was copied to/);
	const restored = await library.quarterdeck('migrate', '--restore', '--allow-data-loss');
	assert.match(restored.text, /The database is as it was/);
	const authors = await library.rows('select name from author');
	assert.deepEqual(
		authors.map(({name}) => name),
		['Ada'],
	);
});

test('a superuser of the own entity, with its own hash', {skip: sqlite.skip}, async t => {
	const library = await sqlite.make(t);
	const file = path.join(library.root, 'package.json');
	const user = {entity: 'Author', username: 'name', hash: './src/passwords.ts#hashPassword'};
	const before = JSON.parse(readFileSync(file, 'utf8'));
	library.write('package.json', JSON.stringify({...before, quarterdeck: {user}}));
	library.write('src/author.entity.ts', authorWith('@Property()\n\tpassword!: string;'));
	library.write(
		'src/passwords.ts',
		"export const hashPassword = async (password: string) => 'hashed:' + password.length;\n",
	);
	await library.stock('schema:create', '--run');
	const {code, stdout, stderr} = await quarterdeck(
		library.root,
		['createsuperuser', '--noinput', '--username', 'Ada'],
		{env: {QUARTERDECK_SUPERUSER_PASSWORD: 'correct horse battery staple'}},
	);
	assert.equal(code, 0, stderr);
	assert.equal(stdout, 'Superuser created successfully.\n');
	const rows = await library.rows('select name, password from author');
	assert.deepEqual({...rows[0]}, {name: 'Ada', password: 'hashed:28'});
});

test('settings, which need MikroORM 7, are not written', {skip: sqlite.skip}, async t => {
	const {quarterdeck, root} = await sqlite.make(t);
	const {code, text} = await quarterdeck('init', '--noinput');
	assert.equal(code, 1);
	assert.match(text, /not of a supported version \(\^7\.0\.0\)/);
	assert.ok(!existsSync(path.join(root, 'settings.ts')));
});

test('modules without TypeScript, over the other driver for SQLite', {
	skip: sqlite.skip,
}, async t => {
	const library = await sqlite.make(t);
	const dependencies = {'@mikro-orm/core': version, '@mikro-orm/migrations': version};
	const text = {name: 'library', type: 'module', dependencies};
	library.write('package.json', JSON.stringify(text));
	library.write(
		'mikro-orm.config.js',
		`import { EntitySchema } from '@mikro-orm/core';
import { defineConfig } from '@mikro-orm/better-sqlite';
import { Migrator } from '@mikro-orm/migrations';

const Author = new EntitySchema({
	name: 'Author',
	properties: { id: { type: 'number', primary: true }, name: { type: 'string' } },
});

export default defineConfig({
	dbName: 'library.db', entities: [Author], extensions: [Migrator], migrations: { emit: 'js', path: 'migrations' },
});
`,
	);
	for (const name of ['src', 'tsconfig.json'])
		rmSync(path.join(library.root, name), {recursive: true});
	library.write(
		'migrations/Migration20260101000000.js',
		`import { Migration } from '@mikro-orm/migrations';

export class Migration20260101000000 extends Migration {
	async up() {
		await this.execute('create table author (id integer primary key autoincrement, name text not null)');
	}

	async down() {
		this.addSql('drop table author;');
	}
}
`,
	);
	const migrated = await library.quarterdeck('migrate', '--noinput');
	assert.match(migrated.text, /Applying Migration20260101000000\.\.\. OK/);
	assert.deepEqual(await library.rows('select * from author'), []);
	assert.match((await library.quarterdeck('showmigrations')).text, /\[X\] Migration20260101000000/);
	const back = await library.quarterdeck('migrate', 'library', 'zero', '--noinput');
	assert.match(back.text, /Unapplying Migration20260101000000\.\.\. OK/);
});

/** Code that tells when it is called, and goes on when it may. */
function waiting({root}: Library): string {
	const [calls, go] = ['calls', 'go'].map(name => JSON.stringify(path.join(root, name)));
	return `const { appendFileSync, existsSync } = require('node:fs');
		appendFileSync(${calls}, 'x');
		while (!existsSync(${go})) await new Promise(resolve => setTimeout(resolve, 20));
		await this.execute('select 1');
		${add('late')}`;
}

function callsOf({root}: Library): number {
	try {
		return readFileSync(path.join(root, 'calls'), 'utf8').length;
	} catch {
		return 0;
	}
}
