import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test, {type TestContext} from 'node:test';
import {findCommand} from '../../../source/command-line/find.ts';
import type {Event} from '../../../source/runs/events.ts';
import {objects, startQuarterdeck} from '../../support/command.ts';
import {commandLine, converse} from '../../support/command-line.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

const rehearsed = {rehearse: true};

/** A shop with rows whose next migration is 0002. */
async function shopWithRows(t: TestContext, database?: object): Promise<Shop> {
	const shop = makeShop(t, '', database);
	shop.migration('0001_initial', {
		up: "this.addSql('create table item (id integer primary key, name text)');\nthis.addSql(`insert into item values (1, 'a'), (2, 'b'), (3, 'c')`);",
		down: "this.addSql('drop table item');",
	});
	await runCommand(shop.root, 'migrate');
	return shop;
}

function addPrice(shop: Shop, change: {up?: string; down?: string} = {}): void {
	shop.migration('0002_price', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('alter table item add column price integer');\nthis.addSql('update item set price = id');",
		down: "this.addSql('alter table item drop column price');",
		...change,
	});
}

/** The bytes of the database, and the names of all that is kept beside it but for runs. */
function stateOf({root}: Shop) {
	const state = readdirSync(path.join(root, '.quarterdeck'), {recursive: true}).map(String);
	const database = readFileSync(path.join(root, 'db.sqlite3'));
	return {
		hash: createHash('sha256').update(database).digest('hex'),
		beside: readdirSync(root).sort(),
		state: state.filter(name => !/^(?:runs|history|readings)/.test(name)).sort(),
	};
}

function resultIn(events: Event[]): any {
	return events.find(event => event.type === 'result')?.value;
}

test('a plan runs on a copy, is undone and runs again, and leaves no trace but its times', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop);
	const before = stateOf(shop);
	const {code, events} = await runCommand(shop.root, 'migrate', [], rehearsed);
	assert.equal(code, 0);
	const after = stateOf(shop);
	assert.deepEqual({...after, state: []}, {...before, state: []});
	assert.deepEqual(after.state, [...before.state, 'rehearsal.json'].sort());
	const steps = events.filter(({type}) => type === 'rehearsed');
	assert.deepEqual(
		steps.map(({phase, migration, direction}) => `${phase} ${direction} ${migration}`),
		[
			'plan forwards shop.0002_price',
			'reverse backwards shop.0002_price',
			'again forwards shop.0002_price',
		],
	);
	const found = resultIn(events);
	assert.deepEqual(
		found.steps[0].statements.map(({sql, rows}: any) => [sql, rows]),
		[
			['alter table item add column price integer', undefined],
			['update item set price = id', 3],
		],
	);
	assert.equal(found.copy, 'full');
	assert.equal(found.bytes, before.hash && readFileSync(path.join(shop.root, 'db.sqlite3')).length);
	assert.equal(found.reversible && found.sameAfterwards, true);
	assert.equal(found.estimate.milliseconds, found.steps[0].milliseconds);
	assert.ok(!events.some(({type}) => type === 'applied'), 'nothing is reported as applied');
});

test('the plan shows what its statements took, until it changes', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop);
	await runCommand(shop.root, 'migrate', [], rehearsed);
	const {stdout} = await shop.run(['migrate', '--plan']);
	assert.match(stdout, /update item set price = id\n {4}-- took \d+ms on the copy, 3 rows\n/);
	assert.match(stdout, /Rehearsed at .* UTC on a copy: the plan will take about \d+ms/);
	addPrice(shop, {up: "this.addSql('alter table item add column price text');"});
	assert.doesNotMatch((await shop.run(['migrate', '--plan'])).stdout, /copy/);
});

test('in a terminal each step is a line', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop);
	const {stdout} = await shop.run(['migrate', '--rehearse']);
	const times = stdout.replace(/\d+ms/g, 'T').replace(/at [\d-]+ [\d:]+ UTC/, 'at N');
	assert.equal(
		times.replace(/, [\d.]+ kB/, ', S'),
		`Copying db.sqlite3, S...
  On the copy: shop.0002_price... T
  Undoing shop.0002_price... T
  Again: shop.0002_price... T
shop.0002_price: T
  alter table item add column price integer
  -- took T on the copy
  update item set price = id
  -- took T on the copy, 3 rows
Rehearsed at N on a copy: the plan will take about T (T to T).
`,
	);
	const [line] = readFileSync(path.join(shop.root, '.quarterdeck/history.ndjson'), 'utf8')
		.trimEnd()
		.split('\n')
		.slice(-1);
	assert.match(JSON.parse(line!).summary, /^Rehearsed at/, 'and nothing counts as applied');
});

test('a statement that fails on the copy is told, and the database is not touched', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop, {up: "this.addSql('alter table item add column name text');"});
	const before = stateOf(shop);
	const {code, stderr} = await commandLine(shop.root, ['migrate', '--rehearse']);
	assert.equal(code, 1);
	assert.match(
		stderr,
		/Error: shop\.0002_price fails on the copy: duplicate column name: name\nStatement 1: alter table item add column name text\nThe database itself was not touched\./,
	);
	assert.deepEqual(stateOf(shop), before);
});

test('a down() that fails is told', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop, {down: "this.addSql('alter table item drop column cost');"});
	await assert.rejects(runCommand(shop.root, 'migrate', [], rehearsed), {
		code: 'rehearsal-failed',
		message: /^shop\.0002_price cannot be undone on the copy: no such column: "cost"/,
	});
});

test('a down() that leaves something else than there was is told', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop, {
		up: "this.addSql('create table if not exists price (id int)');\nthis.addSql('create table if not exists cost (id int)');",
		down: "this.addSql('drop table price');\nthis.addSql('drop table cost');\nthis.addSql('create table cost (id text)');",
	});
	const {code, events} = await runCommand(shop.root, 'migrate', [], rehearsed);
	assert.equal(code, 0);
	assert.equal(resultIn(events).sameAfterwards, false);
	assert.match(JSON.stringify(events), /other than before: table cost\./);
});

test('a migration without down() stays, and what ran before it', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop);
	const file = shop.migration('0003_cost', {
		dependencies: ['shop.0002_price'],
		up: "this.addSql('alter table item add column cost integer');",
	});
	writeFileSync(file, readFileSync(file, 'utf8').replace(/override async down[\s\S]*?\n\t}/, ''));
	shop.migration('0004_size', {
		dependencies: ['shop.0003_cost'],
		up: "this.addSql('alter table item add column size integer');",
		down: "this.addSql('alter table item drop column size');",
	});
	const {code, events} = await runCommand(shop.root, 'migrate', [], rehearsed);
	assert.equal(code, 0);
	assert.equal(resultIn(events).reversible, false);
	const undone = events.filter(({type, phase}) => type === 'rehearsed' && phase === 'reverse');
	assert.deepEqual(
		undone.map(({migration}) => migration),
		['shop.0004_size'],
	);
	assert.match(
		JSON.stringify(events),
		/shop\.0003_cost has no down\(\): it was not undone, nor was what ran before it\./,
	);
});

test('a plan that goes back is rehearsed as well', async t => {
	const shop = await shopWithRows(t);
	const {code, events} = await runCommand(shop.root, 'migrate', ['shop', 'zero'], rehearsed);
	assert.equal(code, 0);
	assert.deepEqual(
		events.filter(({type}) => type === 'rehearsed').map(({direction}) => direction),
		['backwards', 'forwards', 'backwards'],
	);
	assert.equal(shop.rows('select * from item').length, 3);
});

test('code is not run without consent, and then on the copy', async t => {
	const shop = await shopWithRows(t);
	const trace = path.join(shop.root, 'trace');
	addPrice(shop, {
		up: `(await import('node:fs')).writeFileSync(${JSON.stringify(trace)}, '');\nawait this.execute('delete from item');`,
	});
	const before = stateOf(shop);
	const {code, events} = await runCommand(shop.root, 'migrate', [], rehearsed);
	assert.equal(code, 3);
	const question = events.find(({type}) => type === 'question')!;
	assert.equal(question.flag, '--allow-code');
	assert.match(question.text, /The plan runs code: shop\.0002_price\./);
	assert.deepEqual(stateOf(shop), before);
	const refusing = converse(t, shop.root, ['migrate', '--rehearse']);
	await refusing.answer("Type 'rehearse'", 'yes');
	assert.equal(await refusing.end(), 1);
	assert.equal(existsSync(trace), false);
	const down = "this.addSql('select 1');";
	addPrice(shop, {
		up: `(await import('node:fs')).writeFileSync(${JSON.stringify(trace)}, '');\nawait this.execute('delete from item');`,
		down,
	});
	const allowed = await runCommand(shop.root, 'migrate', [], {...rehearsed, 'allow-code': true});
	assert.equal(allowed.code, 0);
	assert.equal(existsSync(trace), true);
	assert.equal(shop.rows('select * from item').length, 3);
});

test('a statement that reaches another file is not run', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop, {up: "this.addSql(`attach 'db.sqlite3' as other`);"});
	const before = stateOf(shop);
	await assert.rejects(runCommand(shop.root, 'migrate', [], rehearsed), {
		code: 'reaches-outside',
		hint: /attach 'db\.sqlite3' as other/,
	});
	assert.deepEqual(stateOf(shop), before);
});

test('options of the driver that name another database are found out before anything runs', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop);
	const settings = path.join(shop.root, 'settings.ts');
	const misleading = {
		driver: 'sqlite',
		name: 'db.sqlite3',
		options: {dbName: `${shop.root}/db.sqlite3`},
	};
	writeFileSync(
		settings,
		readFileSync(settings, 'utf8').replace(
			/database: .*/,
			`database: ${JSON.stringify(misleading)},`,
		),
	);
	const before = stateOf(shop);
	await assert.rejects(runCommand(shop.root, 'migrate', [], rehearsed), {code: 'not-the-copy'});
	assert.deepEqual(stateOf(shop), before);
});

test('an interrupted rehearsal removes its copy', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop);
	const before = stateOf(shop);
	const controller = new AbortController();
	const {run} = await findCommand('migrate', shop.root);
	const running = run(rehearsed, {
		...({directory: shop.root, interactive: false} as any),
		signal: controller.signal,
	});
	const stop = ({type}: Event) => type === 'rehearsing' && controller.abort();
	await assert.rejects(outcomeOf(running, stop), {code: 'interrupted', exitCode: 130});
	assert.deepEqual(stateOf(shop), before);
});

test('the copy of a rehearsal that was killed is removed by the next one', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop, {
		up: "this.addSql('with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n');",
	});
	const before = stateOf(shop);
	const killed = startQuarterdeck(t, shop.root, ['migrate', '--rehearse', '--json']);
	let written = '';
	for await (const text of killed.stdout) {
		written += text;
		if (written.includes('"statement"')) break;
	}
	const alive = await runCommand(shop.root, 'migrate', ['shop', 'zero'], rehearsed);
	assert.doesNotMatch(JSON.stringify(alive.events), /was killed/);
	killed.kill('SIGKILL');
	await new Promise(resolve => killed.once('close', resolve));
	assert.ok(stateOf(shop).state.some(name => name.endsWith('copy.sqlite3')));
	addPrice(shop);
	const {events} = await runCommand(shop.root, 'migrate', [], rehearsed);
	assert.match(JSON.stringify(events), /The copy of a rehearsal that was killed is removed\./);
	assert.deepEqual(
		stateOf(shop).state.filter(name => name !== 'rehearsal.json'),
		before.state,
	);
});

test('a plain project is rehearsed', async t => {
	const project = makePlainProject(
		t,
		"export const Item = defineEntity({name: 'Item', properties: {id: p.integer().primary()}});",
	);
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	project.entities(
		"export const Item = defineEntity({name: 'Item', properties: {id: p.integer().primary(), name: p.string().nullable()}});",
	);
	await project.quarterdeck('makemigrations');
	const {code, events} = await project.quarterdeck('migrate', [], rehearsed);
	assert.equal(code, 0, JSON.stringify(events));
	assert.deepEqual(
		project.rows("select name from pragma_table_info('item')").map(({name}) => name),
		['id'],
	);
});

test('what cannot be rehearsed is said', async t => {
	const shop = await shopWithRows(t);
	assert.match((await shop.run(['migrate', '--rehearse'])).stdout, /No migrations to rehearse/);
	addPrice(shop);
	for (const [words, message] of [
		[['--sample', '10'], '--sample goes with --rehearse.'],
		[['--rehearse', '--sample', '0'], '--sample must be a number of rows, from 1 on.'],
		[['--rehearse', '--fake'], '--rehearse does not go with --fake.'],
	] as const) {
		const {stderr} = await shop.run(['migrate', ...words], 2);
		assert.ok(stderr.includes(message), stderr);
	}
	const empty = makeShop(t);
	addPrice(empty);
	await assert.rejects(runCommand(empty.root, 'migrate', [], rehearsed));
	assert.equal(existsSync(path.join(empty.root, 'db.sqlite3')), false);
});

test('a program reads the rehearsal as one object', async t => {
	const shop = await shopWithRows(t);
	addPrice(shop);
	const all = objects(await shop.run(['migrate', '--rehearse', '--json']));
	assert.equal(all.find(one => one.estimate)?.steps[0].migration, 'shop.0002_price');
	assert.equal(all.find(one => one.type === 'run-started')?.rehearses, true);
});

test('a backfill is rehearsed as code is, and leaves the rows as they are', async t => {
	const entity =
		"export const Item = defineEntity({name: 'Item', tableName: 'item', properties: {id: p.integer().primary(), name: p.string().nullable()}});";
	const shop = makeShop(t, entity);
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	const folder = path.join(shop.root, 'shop/backfills');
	mkdirSync(folder);
	writeFileSync(
		path.join(folder, '0002_names.ts'),
		"import {defineBackfill} from 'quarterdeck';\nimport {Item} from '../entities.ts';\n\nexport default defineBackfill({entity: Item, where: {name: null}, run: {name: 'x'}});\n",
	);
	write(shop, 'insert into item (id) values (1), (2)');
	assert.equal((await runCommand(shop.root, 'migrate', [], rehearsed)).code, 3);
	const {code, events} = await runCommand(shop.root, 'migrate', [], {
		...rehearsed,
		'allow-code': true,
	});
	assert.equal(code, 0, JSON.stringify(events));
	assert.deepEqual(
		resultIn(events).steps.map(({migration}: any) => migration),
		['shop.0002_names'],
	);
	assert.equal(shop.rows('select * from item where name is null').length, 2);
});

function write({root}: Shop, sql: string): void {
	const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
	database.exec(sql);
	database.close();
}
