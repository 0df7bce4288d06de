import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {JSMigrationGenerator, TSMigrationGenerator} from '@mikro-orm/migrations';
import {sourceOf} from '../../../source/migrations/files/migration-source.ts';
import {readMigration} from '../../../source/migrations/files/reading.ts';
import {packageRoot, temporaryFolder} from '../../support/project.ts';
import {literalReader} from '../../support/read-migration.ts';

const hard = [
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it must not become one
	"create table `a` (`id` integer, `text` text default 'it''s ${x} $ \\n \\\\ `$`');",
	'create index "a_text" on "a" ("text");',
	"insert into a values (1, 'two\nlines');",
];
const sql = ["insert into a values ('it''s', \"x\"); // no comment", 'update a set b = `c`;'];
const [up, down] = [[{sql}], [{comment: 'back', sql}]];

function written(
	variants: Parameters<typeof sourceOf>[0]['variants'],
	replaces?: string[],
): string {
	const dependencies = ['shop.0001_initial', 'auth.0001_initial'];
	const comments = ['Answered: --default shop.A.text=x'];
	return sourceOf({id: 'shop.0002_more', dependencies, replaces, comments, variants});
}

const one = written([{driver: 'sqlite', up: [{sql: hard}], down: [{sql: ['drop table `a`;']}]}]);
const several = written([
	{driver: 'sqlite', up, down},
	{driver: 'mariadb', up: [{sql: hard}], down},
]);
const generated = (Generator: typeof TSMigrationGenerator | typeof JSMigrationGenerator) =>
	new Generator({} as never, {} as never, {} as never).generateMigrationFile('Migration20261124', {
		up: hard,
		down: sql,
	});
const stock = {ts: generated(TSMigrationGenerator), cjs: generated(JSMigrationGenerator)};
/** As MikroORM 6 wrote it. */
const stock6 = `import { Migration } from '@mikro-orm/migrations';

export class Migration20240101 extends Migration {

  override async up(): Promise<void> {
    this.addSql(\`create table "a" ("id" serial primary key);\`);

    this.addSql(\`create index on "a" ("id");\`);
  }

  override async down(): Promise<void> {
    this.addSql(\`drop table if exists "a" cascade;\`);
  }

}
`;

const literal: Record<string, string> = {
	'the writer’s': one,
	'a squashed one that cannot go back': written(
		[{driver: 'sqlite', up, down: undefined}],
		['shop.0001_one'],
	),
	'one that refuses': written([{driver: 'sqlite', up: [{refusal: 'Do x first.', sql}], down}]),
	'one that refuses after its first statements': written([
		{driver: 'sqlite', up: [{sql: hard}, {refusal: 'Do x first.', sql}], down},
	]),
	'one for several databases': several,
	'one for several databases that refuses': written([
		{driver: 'sqlite', up: [{refusal: 'Do x first.', sql}], down},
		{driver: 'mysql', up, down},
	]),
	'MikroORM’s': stock.ts,
	'MikroORM 6’s': stock6,
	'MikroORM 5’s, in other quotes': stock6.replace('override ', '').replaceAll('`', "'"),
	'an async one with its own transactions': `import {Migration} from "@mikro-orm/migrations";
export class Some extends Migration {
	isTransactional(): boolean { return false; }
	async up(): Promise<void> { this.addSql("select 1"); }
}`,
	'a built-in app’s': readFileSync(
		path.join(packageRoot, 'source/contrib/sessions/migrations/0001_initial.ts'),
		'utf8',
	),
};

for (const [name, source] of Object.entries(literal)) {
	test(`reading gives what an import gives: ${name}`, async t => {
		await literalReader(t)(source);
	});
}

const stillLiteral: Record<string, (source: string) => string> = {
	'another escape': text => text.replace('two\nlines', 'two\\nlines'),
	'a comment among the statements': text =>
		text.replace('    this.addSql(`create index', '    // this.addSql(`create index'),
	'no transaction': text =>
		text.replace('  override down', '  isTransactional() { return false; }\n\n  override down'),
	'windows line ends': text => text.replaceAll('\n', '\r\n'),
	'an error as its last line': text =>
		text.replace(
			'  }\n\n  override down',
			"    throw new Error('Not yet.');\n  }\n\n  override down",
		),
	'types of all kinds': text =>
		text
			.replace('up()', 'async up(): Promise<void>')
			.replace('static dependencies =', 'static readonly dependencies: string[] =')
			.replace('];', '] satisfies string[] as string[];')
			.replace('export', 'interface Unused { a: 1 }\ntype Other = Unused;\nexport'),
	'another name of the base': text =>
		text
			.replace('{ Migration }', '{ Migration as Base }')
			.replace('extends Migration', 'extends Base'),
	'a name, and its export apart': text =>
		`${text.replace('export default class', 'class More')}export { More as default };\n`,
};

for (const [what, edit] of Object.entries(stillLiteral)) {
	test(`reading gives what an import gives, with ${what}`, async t => {
		assert.notEqual(edit(one), one);
		await literalReader(t)(edit(one));
	});
}

test('in a migration for several databases, each has its own statements', async t => {
	const read = literalReader(t);
	for (const driver of ['sqlite', 'mariadb', 'postgresql'] as const) await read(several, {driver});
	assert.deepEqual((await read(several)).dialects, ['sqlite', 'mariadb']);
});

test('a compiled file has the meaning of its source', async t => {
	const folder = temporaryFolder(t);
	const migrations = {stock6, stock: stock.ts, one, several};
	for (const [name, source] of Object.entries(migrations))
		writeFileSync(path.join(folder, `${name}.ts`), source);
	const read = literalReader(t);
	await read(stock.cjs, {ending: 'cjs'});
	for (const options of [
		{module: 'commonjs', target: 'es2022', ending: 'cjs'},
		{module: 'commonjs', target: 'es2020', ending: 'cjs'},
		{module: 'es2022', target: 'es2020', ending: 'mjs'},
	]) {
		const out = path.join(folder, options.module, options.target);
		build(folder, out, options);
		for (const [name, source] of Object.entries(migrations)) {
			// There are no private members in older versions of JavaScript.
			if (name === 'several' && options.target === 'es2020') continue;
			const text = readFileSync(path.join(out, `${name}.js`), 'utf8');
			const {fingerprint} = await read(text, options);
			assert.equal(
				fingerprint.split('.')[1],
				readMigration(source, 'a.ts').fingerprint.split('.')[1],
			);
		}
	}
});

function build(folder: string, out: string, {module, target}: Record<string, string>): void {
	const tsc = path.join(packageRoot, 'node_modules/typescript/bin/tsc');
	const options = ['--noCheck', '--ignoreConfig', '--module', module!, '--target', target!];
	const files = ['stock6', 'stock', 'one', 'several'].map(name => `${name}.ts`);
	execFileSync(process.execPath, [tsc, ...options, '--outDir', out, ...files], {cwd: folder});
}

const code: Record<string, (source: string) => string> = {
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it is put into one
	'a value put in': text => text.replace('create index', '${process.exit()}'),
	'a condition': text => text.replace('this.addSql', 'if (Date.now() > 1) this.addSql'),
	'an early return': text =>
		text.replace('  override up() {\n', '  override up() {\n    if (true) return;\n'),
	'a query of its own': text => text.replace('this.addSql', 'await this.execute'),
	'a call as an argument': text => text.replace(/addSql\(/, 'addSql(String(1), '),
	'something else than a text': text => text.replace(/addSql\(/, 'addSql(10n);\nthis.addSql('),
	'an argument for up()': text => text.replace('up()', 'up(a = process.exit())'),
	'a generator': text => text.replace('override up()', '*up()'),
	'an up() that is a value': text => text.replace('override up() {', 'up = () => {'),
	'no up()': text => text.replace('up()', 'onwards()'),
	'another member': text => text.replace('override down', 'helper() {}\n  override down'),
	'a member of a computed name': text =>
		text.replace('override down()', "[process.exit() + 'down']()"),
	'a field with code': text => text.replace("name = 'shop.0002_more'", 'name = load()'),
	'a field in place of a method': text =>
		text.replace('override name', "override addSql = 'x';\n  override name"),
	'a static field with code': text =>
		text.replace('override name', 'static x = process.exit();\n  override name'),
	'a block in the class': text =>
		text.replace('override name', 'static { fetch("x"); }\n  override name'),
	'a decorator of the class': text => text.replace('export', '@decorated()\nexport'),
	'a decorator of a member': text => text.replace('override up', '@decorated()\n  override up'),
	'a constructor': text =>
		text.replace(
			'override up',
			'constructor() { super(...arguments); fetch("x"); }\n  override up',
		),
	'an enum': text => `enum Kind { One = process.pid }\n${text}`,
	'a statement before the class': text => text.replace('export', 'console.log(1);\nexport'),
	'a statement behind it': text => `${text}process.exit(1);\n`,
	'code behind what looks like a comment': text =>
		text.replace('// Answered', "'//'; fetch('x'); // Answered"),
	'code behind a comment that a line separator ends': text =>
		text.replace('// Answered: ', '// Answered: \u2028process.exit(1); '),
	'code in a line of a text': text => text.replace('this.addSql', "'a\\' + fetch('x') + '"),
	'a table that is computed': text => `const statements = process.exit();\n${text}`,
	'a static that is computed': text =>
		text.replace('default class', 'class A').concat('A.x = process.exit();\nexport default A;'),
	'another import': text => `import 'node:fs';\n${text}`,
	'its base from elsewhere': text => text.replace('@mikro-orm/migrations', './base.ts'),
	'another base': text => text.replace('extends Migration', 'extends Base'),
	'a base that is computed': text => text.replace('extends Migration', 'extends wrap(Migration)'),
	'no base': text => text.replace('extends Migration ', '').replaceAll('override ', ''),
	'no export': text => text.replace('export default class', 'class More'),
	'another export': text => `${text}export const other = process.exit();\n`,
	'an export of something else': text => `${text}export {process as other};\n`,
	'a class beside it': text => `class Other { static x = process.exit(); }\n${text}`,
	'a syntax error': text => text.replace('override up() {', 'override up() {{'),
	'marks of a merge': text => text.replace('  override up', '<<<<<<< HEAD\n  override up'),
};

for (const [what, edit] of Object.entries(code)) {
	test(`it counts as code with ${what}`, () => {
		assert.notEqual(edit(one), one);
		assert.equal(readMigration(edit(one), 'a.ts').literal, undefined);
	});
}

const codeForSeveral: Record<string, (source: string) => string> = {
	'a value in the table': text => text.replace("'update a", "process.env.X + 'update a"),
	'another table': text => text.replace('const statements', 'const statement'),
	'a table of something else': text => text.replace('up: [', 'upwards: ['),
	'a prototype in the table': text => text.replace('SqliteDriver', '__proto__'),
	'a function in the table': text => text.replace('SqliteDriver:', 'get other() {}, SqliteDriver:'),
	'another choice': text => text.replace('= statements[name]', '= load(name)'),
	'no choice': text => text.replace('get #own', 'get #other'),
	'a filter': text => text.replace('this.addSql(sql)', 'if (sql) this.addSql(sql)'),
	'another direction': text => text.replace('this.#own.down', 'this.#own.up'),
	'something sent before': text => text.replace('    for', "    this.addSql('x');\n    for"),
};

for (const [what, edit] of Object.entries(codeForSeveral)) {
	test(`a migration for several databases counts as code with ${what}`, () => {
		assert.notEqual(edit(several), several);
		assert.equal(readMigration(edit(several), 'a.ts').literal, undefined);
	});
}

test('the texts in code are found, except those of down()', () => {
	const {literal, texts} = readMigration(
		`const index = 'create index a on b (c)';
export default class {
	async up() {
		if (now) this.addSql(index);
		await this.execute('drop ' + \`table \${name} cascade\`);
	}
	down() {
		this.addSql('drop index a');
	}
}`,
		'a.ts',
	);
	assert.equal(literal, undefined);
	assert.deepEqual(
		texts.filter(text => /create|drop/.test(text)).map(text => text.replace(/\s+/g, ' ')),
		['create index a on b (c)', 'drop table cascade'],
	);
});

test('a migration of thousands of statements is read', () => {
	const long = (count: number) =>
		written([
			{driver: 'sqlite', up: [{sql: Array(count).fill("insert into a values ('x');")}], down},
		]);
	const {literal} = readMigration(long(5_000), 'a.ts');
	assert.equal(Object.values(literal!.up.statements).length, 5_000);
	assert.equal(readMigration(`${long(5_000)}run();`, 'a.js').literal, undefined);
});
