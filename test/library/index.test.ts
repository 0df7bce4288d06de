import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Event} from '../../source/index.ts';
import {describeProject, migrate} from '../../source/library/index.ts';
import {openProject} from '../../source/project/open/open.ts';
import {temporaryFolder} from '../support/project.ts';
import {makeShop, makeShopOfItems} from '../support/shop.ts';

/** What an application would write where it starts. */
const startUp = `
import {writeFileSync} from 'node:fs';
import {describeProject, migrate} from 'quarterdeck';

const before = await describeProject();
const heard = [];
const result = await migrate({onEvent: ({type}) => heard.push(type)});
const {unapplied} = await describeProject();
writeFileSync('kept.json', JSON.stringify({before: before.unapplied, result, heard, unapplied}));
`;

test('migrate() at start-up applies migrations and prints nothing', async t => {
	const shop = makeShopOfItems(t);
	writeFileSync(path.join(shop.root, 'start-up.mjs'), startUp);
	const printed = execFileSync(process.execPath, ['start-up.mjs'], {
		cwd: shop.root,
		encoding: 'utf8',
	});
	assert.equal(printed, '');
	const ids = ['shop.0001_initial', 'shop.0002_row'];
	const kept = JSON.parse(readFileSync(path.join(shop.root, 'kept.json'), 'utf8'));
	assert.deepEqual(kept.before, ids);
	assert.deepEqual(kept.result, {applied: ids, unapplied: [], faked: []});
	assert.deepEqual(kept.unapplied, []);
	const steps = ['applying', 'statement', 'applied'];
	assert.deepEqual(kept.heard, ['plan', ...steps, ...steps]);
});

test("migrate() of another database leaves the project's own alone", async t => {
	const {root: directory} = makeShopOfItems(t);
	const database = {name: path.join(temporaryFolder(t), 'test.sqlite3')};
	const events: Event[] = [];
	const onEvent = (event: Event) => events.push(event);
	const {applied} = await migrate({directory, database, onEvent});
	assert.equal(applied.length, 2);
	const {apps, kind} = await describeProject({directory, database});
	assert.equal(kind, 'quarterdeck');
	assert.deepEqual(
		apps[0]!.migrations.map(({name, applied}) => [name, applied instanceof Date]),
		[
			['0001_initial', true],
			['0002_row', true],
		],
	);
	assert.equal(existsSync(path.join(directory, 'db.sqlite3')), false);
	const allowDataLoss = true;
	const back = await migrate({directory, database, app: 'shop', target: '0001', allowDataLoss});
	assert.deepEqual(back.unapplied, ['shop.0002_row']);
});

test('throws CommandErrors with a code, and never exits', async t => {
	const shop = makeShopOfItems(t);
	const {root: directory} = shop;
	await migrate({directory});
	await assert.rejects(migrate({directory, app: 'shop', target: 'zero'}), {
		code: 'answer-needed',
		hint: 'Continue with allowDataLoss: true.',
	});
	shop.migration('0003_bad', {dependencies: ['shop.0002_row'], up: "this.addSql('no sql');"});
	await assert.rejects(migrate({directory, allowDataLoss: true}), {
		name: 'CommandError',
		code: 'migration-failed',
		message: /^shop\.0003_bad failed: .*syntax error.* \(statement 1: no sql\)$/,
		hint: 'What it did was rolled back; what ran before it stays.',
	});
	await assert.rejects(migrate({directory, target: '0001'}), {code: 'usage'});
	await assert.rejects(migrate({directory, app: 'nope'}), {code: 'unknown-app'});
	await assert.rejects(describeProject({directory: temporaryFolder(t)}), {code: 'no-project'});
});

test('a single database option replaces that part of the URL', async t => {
	const url = 'postgresql://app:s%40cret@db.example:5433/blog';
	const {root} = makeShop(t, '', {driver: 'postgresql', url});
	const {settings} = await openProject(root, {name: 'blog_test'});
	assert.deepEqual(settings.database, {
		driver: 'postgresql',
		name: 'blog_test',
		host: 'db.example',
		port: 5433,
		user: 'app',
		password: 's@cret',
	});
});
