import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {fingerprintOf, isEdited} from '../../../source/migrations/files/fingerprint.ts';
import {literalStatements} from '../../../source/migrations/files/literal.ts';
import {sourceOf} from '../../../source/migrations/files/migration-source.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

const up = [
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it must not become one
	"create table `a` (`id` integer, `text` text default 'it''s ${x} $ \\n \\\\ `$`');",
	'create index "a_text" on "a" ("text");',
	"insert into a values (1, 'two\nlines');",
];
const source = sourceOf({
	id: 'shop.0002_more',
	dependencies: ['shop.0001_initial', 'auth.0001_initial'],
	comments: ['Answered: --default shop.A.text=x'],
	variants: [{driver: 'sqlite', up: [{sql: up}], down: [{sql: ['drop table `a`;']}]}],
});

test('what the writer writes is read as an import would have it', async t => {
	const folder = temporaryFolder(t);
	linkPackages(folder);
	const file = path.join(folder, 'migrations/0002_more.ts');
	mkdirSync(path.dirname(file));
	writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
	writeFileSync(file, source);
	const {default: Migration} = await import(pathToFileURL(file).href);
	const imported = new Migration();
	imported.up();
	assert.deepEqual(imported.getQueries(), up);
	assert.deepEqual(literalStatements(source), {up, down: ['drop table `a`;']});
});

const edits: Record<string, (text: string) => string> = {
	// biome-ignore lint/suspicious/noTemplateCurlyInString: it is put into one
	'a value put in': text => text.replace('create index', '${1}'),
	'a line of code': text =>
		text.replace('  override up() {\n', '  override up() {\n    if (true) return;\n'),
	'another escape': text => text.replace('two\nlines', 'two\\nlines'),
	'a comment among the statements': text =>
		text.replace('    this.addSql(`insert', '    // this.addSql(`insert'),
	'no transaction': text =>
		text.replace('  override down', '  isTransactional() { return false; }\n\n  override down'),
	'code behind the class': text => `${text}process.exit(1);\n`,
	'code behind a comment that a line separator ends': text =>
		text.replace('// Answered: ', '// Answered: \u2028process.exit(1); '),
	'windows line ends': text => text.replaceAll('\n', '\r\n'),
	'another import': text => text.replace('@mikro-orm/migrations', './base.ts'),
	'another base': text => text.replace('extends Migration', 'extends Base'),
};

for (const [what, edit] of Object.entries(edits)) {
	test(`with ${what} it has to be imported`, () => {
		assert.notEqual(edit(source), source);
		assert.equal(literalStatements(edit(source)), undefined);
	});
}

test('it means the same where it is formatted in another way', () => {
	const fingerprint = fingerprintOf(source);
	const formatted = source
		.replaceAll('  override', '\toverride')
		.replaceAll('    this', '\t\tthis');
	assert.equal(literalStatements(formatted), undefined);
	assert.equal(isEdited(formatted, fingerprint), false);
	assert.equal(
		isEdited(formatted.replace('create index', 'create unique index'), fingerprint),
		true,
	);
});
