import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {generatedComment} from '../../../source/migrations/files/generated.ts';
import {sourceOf} from '../../../source/migrations/files/migration-source.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

/** SQL that SQLite understands as well, to see what is refused and not what fails. */
const sql = {up: ['create table item (id int);'], down: ['drop table item;']};

/** A shop on SQLite whose migration was generated for other databases. @returns its file as well */
function switchedShop(t: TestContext, ...drivers: Dialect[]): {shop: Shop; file: string} {
	const shop = makeShop(t);
	const file = shop.literalMigration('0001_initial', {up: []});
	const variants = drivers.map(driver => ({driver, ...sql}));
	const text = sourceOf({
		id: 'shop.0001_initial',
		dependencies: [],
		comments: [generatedComment(variants, [])],
		variants: variants.map(({driver, up, down}) => ({
			driver,
			up: [{sql: up}],
			down: [{sql: down}],
		})),
	});
	writeFileSync(file, text);
	shop.literalMigration('0002_row', {
		dependencies: ['shop.0001_initial'],
		up: ['insert into item values (1)'],
	});
	return {shop, file};
}

function rewrite(file: string, change: (text: string) => string): void {
	const before = readFileSync(file, 'utf8');
	const after = change(before);
	assert.notEqual(after, before);
	writeFileSync(file, after);
}

const hint = `Nothing was run. With the settings of postgresql, 'quarterdeck squashmigrations shop 0002_row --dialect sqlite' replaces them by one migration for both.`;

test('a migration that was generated for another database is refused before anything runs', async t => {
	const {shop} = switchedShop(t, 'postgresql');
	const refusal = {
		code: 'no-dialect',
		message: 'shop.0001_initial was made for postgresql, and has no SQL for sqlite.',
		hint,
	};
	await assert.rejects(runCommand(shop.root, 'migrate'), refusal);
	await assert.rejects(runCommand(shop.root, 'migrate', [], {plan: true}), refusal);
	assert.ok(
		!existsSync(path.join(shop.root, 'db.sqlite3')) || shop.rows('pragma table_list').length < 3,
	);
	assert.equal((await runCommand(shop.root, 'migrate', [], {fake: true})).code, 0);
	await assert.rejects(runCommand(shop.root, 'migrate', ['shop', 'zero']), refusal);
});

test('a formatted migration, and one for several other databases, is refused as well', async t => {
	const formatted = switchedShop(t, 'postgresql');
	rewrite(formatted.file, text => text.replaceAll('  ', '\t'));
	await assert.rejects(runCommand(formatted.shop.root, 'migrate'), {code: 'no-dialect', hint});
	const several = switchedShop(t, 'postgresql', 'mysql');
	await assert.rejects(runCommand(several.shop.root, 'migrate'), {
		message: 'shop.0001_initial was made for postgresql and mysql, and has no SQL for sqlite.',
	});
});

test('a migration that was written or edited by hand runs on any database', async t => {
	const changed = switchedShop(t, 'postgresql');
	rewrite(changed.file, text => text.replace('(id int)', '(id integer)'));
	assert.equal((await runCommand(changed.shop.root, 'migrate')).code, 0);
	const added = switchedShop(t, 'postgresql', 'mysql');
	rewrite(added.file, text => text.replace('PostgreSqlDriver', 'SqliteDriver'));
	assert.equal((await runCommand(added.shop.root, 'migrate')).code, 0);
	assert.deepEqual(added.shop.rows('select id from item'), [{id: 1}]);
});
