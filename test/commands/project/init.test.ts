import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine, converse} from '../../support/command-line.ts';
import {setVariable} from '../../support/environment.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {makeShop} from '../../support/shop.ts';

const author = `export const Author = defineEntity({
	name: 'Author',
	properties: {id: p.integer().primary(), name: p.string()},
});`;

test('init writes settings for the same database, and an app keeps the tables that exist', async t => {
	const {root, entities, rows} = makePlainProject(t, author);
	const run = async (...words: string[]) => {
		const outcome = await commandLine(root, words);
		assert.equal(outcome.code, 0, outcome.stdout + outcome.stderr);
		return outcome.stdout;
	};
	await run('makemigrations');
	await run('migrate');
	rows("insert into author (name) values ('Ada')");
	assert.match(await run('init', '--noinput'), /settings\.ts written/);
	setVariable(t, 'SECRET_KEY', 'x'.repeat(60));
	await run('startapp', 'books');
	entities('');
	writeFileSync(
		path.join(root, 'books/entities.ts'),
		`import {defineEntity, p} from '@mikro-orm/core';\n\n${author}\n`,
	);
	await run('makemigrations');
	await run('migrate', '--fake-initial');
	assert.deepEqual(rows('select name from author'), [{name: 'Ada'}]);
	assert.match(await run('driftcheck'), /No drift detected/);
});

test('without an answer, or with no, nothing is written', async t => {
	const {root} = makePlainProject(t, author);
	const {code, stderr} = await commandLine(root, ['init']);
	assert.equal(code, 3);
	assert.match(stderr, /--noinput/);
	const conversation = converse(t, root, ['init']);
	await conversation.answer('settings.ts? [y/N]', 'n');
	assert.equal(await conversation.end(), 1);
	assert.ok(!existsSync(path.join(root, 'settings.ts')));
});

test('settings that are there are kept', async t => {
	const {root} = makeShop(t);
	const file = path.join(root, 'settings.ts');
	const before = readFileSync(file, 'utf8');
	assert.equal((await commandLine(root, ['init', '--noinput'])).code, 1);
	assert.equal(readFileSync(file, 'utf8'), before);
	const plain = makePlainProject(t, author);
	plain.write('settings.ts', 'export const port = 80;\n');
	const {code, stderr} = await commandLine(plain.root, ['init', '--noinput']);
	assert.equal(code, 1);
	assert.match(stderr, /nothing to do with Quarterdeck/);
	assert.equal(
		readFileSync(path.join(plain.root, 'settings.ts'), 'utf8'),
		'export const port = 80;\n',
	);
});
