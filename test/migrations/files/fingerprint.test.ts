import assert from 'node:assert/strict';
import test from 'node:test';
import {isEdited} from '../../../source/migrations/files/fingerprint.ts';
import {readMigration} from '../../../source/migrations/files/reading.ts';

const original = `import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  override name = 'shop.0001_initial';
  static dependencies = ['auth.0001_initial'];

  override up() {
    this.addSql(\`create table "a" ("id" int, "name" text default 'a  b');\`);
    for (const name of ['x', 'y']) this.addSql(\`insert into a (name) values ('\${name}')\`);
  }
}
`;

const {fingerprint} = readMigration(original, 'a.ts');

const sameMeaning: Record<string, string> = {
	'a comment': original.replace('up() {', 'up() { // makes the table\n/* and fills it */'),
	'another formatter': original
		.replace(/'(.*?)'(?=;|\]|,)/g, '"$1"')
		.replaceAll(';\n', '\n')
		.replaceAll('  ', '\t')
		.replace('a\tb', 'a  b')
		.replace(/\["x", "y"\]/, '[\n"x",\n"y",\n]'),
	types: original
		.replace('up()', 'up(): void')
		.replace('static dependencies =', 'static readonly dependencies: string[] =')
		.replace('override name', 'name'),
	"the author's consent": original.replace(
		'static dep',
		"static accepts = {DL015: 'old'};\n  static dep",
	),
	'other dependencies': original.replace("['auth.0001_initial']", "['auth.0002_more', 'a.b']"),
	'sql over several lines': original.replace(
		'("id" int, ',
		'(\n      "id" int, -- the key\n      ',
	),
	'windows line ends': original.replaceAll('\n', '\r\n'),
	'imports in another order': original.replace('{ Migration }', '{Migration}'),
	'quoted keys': original.replace('static dependencies', "static 'dependencies'"),
};

const otherMeaning: Record<string, string> = {
	'another type': original.replace('"id" int', '"id" bigint'),
	'another default': original.replace("'a  b'", "'a b'"),
	'another name in a list': original.replace("'y'", "'z'"),
	'a statement more': original.replace('for (', 'this.addSql("drop table b");\nfor ('),
	'a statement less': original.replace(/ {4}for.*\n/, ''),
	'another text of the code': original.replace("['x'", "['x '"),
	'another static member': original.replace('static dep', 'static other = {};\n  static dep'),
	'no transaction': original.replace(
		'  override up',
		'  isTransactional() { return false; }\n  override up',
	),
	'a comment that MySQL runs': original.replace('create table', 'create /*! or replace */ table'),
};

for (const [what, source] of Object.entries(sameMeaning)) {
	test(`not edited: ${what}`, () => {
		assert.notEqual(source, original);
		assert.equal(isEdited(source, 'a.ts', fingerprint), false);
	});
}

for (const [what, source] of Object.entries(otherMeaning)) {
	test(`edited: ${what}`, () => {
		assert.notEqual(source, original);
		assert.equal(isEdited(source, 'a.ts', fingerprint), true);
	});
}

test('any edit of a file that cannot be parsed counts', () => {
	const broken = `${original}}`;
	const {fingerprint} = readMigration(broken, 'a.ts');
	assert.equal(isEdited(broken, 'a.ts', fingerprint), false);
	assert.equal(isEdited(broken.replace('"id" int', '"id" bigint'), 'a.ts', fingerprint), true);
});
