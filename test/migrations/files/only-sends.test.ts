import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {TSMigrationGenerator} from '@mikro-orm/migrations';
import {sourceOf} from '../../../source/migrations/files/migration-source.ts';
import {onlySends} from '../../../source/migrations/files/only-sends.ts';
import {packageRoot} from '../../support/project.ts';

const sql = ["insert into a values ('it''s', \"x\"); // no comment", 'update a set b = `c`;'];
const [up, down] = [[{sql}], [{comment: 'back', sql}]];
const written = (variants: Parameters<typeof sourceOf>[0]['variants'], replaces?: string[]) =>
	sourceOf({
		id: 'shop.0002_more',
		dependencies: ['shop.0001_one'],
		replaces,
		comments: ['Asked.'],
		variants,
	});
const stock = new TSMigrationGenerator({} as never, {} as never, {} as never).generateMigrationFile(
	'Migration20261124',
	{up: sql, down: sql},
);

const those: Record<string, string> = {
	'the writer’s': written([{driver: 'sqlite', up, down}]),
	'a squashed one that cannot go back': written(
		[{driver: 'sqlite', up, down: undefined}],
		['shop.0001_one'],
	),
	'one that refuses': written([{driver: 'sqlite', up: [{refusal: 'Do x first.', sql}], down}]),
	'one for several databases': written([
		{driver: 'sqlite', up, down},
		{driver: 'mariadb', up, down},
	]),
	'MikroORM’s': stock,
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

for (const [name, source] of Object.entries(those)) {
	test(`only sends what stands in it: ${name}`, () =>
		assert.equal(onlySends(source), true, source));
}

const edits: Record<string, (source: string) => string> = {
	'a statement before the class': text => text.replace('export', 'console.log(1);\nexport'),
	'another import': text => `import 'node:fs';\n${text}`,
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it is put into one
	'a value put in': text => text.replace('insert into a', '${process.exit()}'),
	'a query of its own': text => text.replace('this.addSql', 'await this.execute'),
	'a call as an argument': text => text.replace(/addSql\(/, 'addSql(String(1), '),
	'a condition': text => text.replace('this.addSql', 'if (Date.now() > 1) this.addSql'),
	'a field with code': text => text.replace("name = 'shop.0002_more'", 'name = load()'),
	'code behind what looks like a comment': text => text.replace('// Asked.', "'//'; fetch('x')"),
	'code in a line of a text': text => text.replace('this.addSql', "'a\\' + fetch('x') + '"),
	'a block in the class': text =>
		text.replace('override name', 'static { fetch("x"); }\n  override name'),
};

for (const [name, edit] of Object.entries(edits)) {
	test(`may do more: ${name}`, () => {
		const source = those['the writer’s']!;
		assert.notEqual(edit(source), source);
		assert.equal(onlySends(edit(source)), false);
	});
}

test('a long one is looked at in time that grows as its length', () => {
	const long = written([
		{driver: 'sqlite', up: [{sql: Array(20_000).fill("insert into a values ('x');")}], down},
	]);
	assert.equal(onlySends(long), true);
	assert.equal(onlySends(`${long};`), false);
});
