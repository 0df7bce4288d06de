import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {runCommand} from '../support/run-command.ts';
import {makeShop} from '../support/shop.ts';

const pet = 'id integer primary key autoincrement, name text, age integer';

/** A database as it may be, and a rebuild of `pet` as MikroORM's CLI writes it. */
async function rebuilt(
	t: TestContext,
	before: string[],
	{
		columns = 'id integer not null primary key autoincrement, name text not null, age integer',
		copied = 'id, name, age',
		copy = 'pet__temp_alter',
	} = {},
) {
	const shop = makeShop(t);
	for (const sql of before) shop.rows(sql);
	const statements = [
		'pragma foreign_keys = off;',
		`create table \`${copy}\` (${columns});`,
		`insert into \`${copy}\` (${copied}) select ${copied} from \`pet\`;`,
		'drop table `pet`;',
		`alter table \`${copy}\` rename to \`pet\`;`,
		'pragma foreign_keys = on;',
	];
	shop.migration('0001_rebuild', {
		up: statements.map(sql => `this.addSql(${JSON.stringify(sql)});`).join('\n'),
	});
	const {code, events} = await runCommand(shop.root, 'migrate', [], {'allow-data-loss': true});
	assert.equal(code, 0, JSON.stringify(events));
	return {...shop, events};
}

const sqlOf = (shop: {rows(sql: string): any[]}, name: string) =>
	shop.rows(`select sql from sqlite_master where name = '${name}'`)[0]?.sql as string | undefined;

const toy = (rule: string) => [
	`create table pet (${pet})`,
	`create table toy (id integer primary key, pet_id integer references pet (id) ${rule})`,
	"insert into pet values (1, 'Rex', 3)",
	'insert into toy values (7, 1)',
];

for (const rule of ['on delete cascade', 'on delete set null', 'on delete restrict', '']) {
	test(`rows that refer to a rebuilt table stay: ${rule || 'no action'}`, async t => {
		const shop = await rebuilt(t, toy(rule));
		assert.deepEqual(shop.rows('select * from toy'), [{id: 7, pet_id: 1}]);
		assert.deepEqual(shop.rows('pragma foreign_key_check'), []);
		assert.throws(() => shop.rows('insert into toy values (8, 99)'));
	});
}

test('an autoincrement counter continues, so that no key is used twice', async t => {
	const shop = await rebuilt(t, [
		`create table pet (${pet})`,
		"insert into pet values (1, 'Rex', 3), (41, 'Tom', 5)",
		'delete from pet where id = 41',
	]);
	shop.rows("insert into pet (name) values ('Kim')");
	assert.equal(shop.rows('select max(id) as id from pet')[0]!.id, 42);
	const empty = await rebuilt(t, [
		`create table pet (${pet})`,
		"insert into pet values (9, 'Rex', 3)",
		'delete from pet',
	]);
	empty.rows("insert into pet (name) values ('Kim')");
	assert.equal(empty.rows('select id from pet')[0]!.id, 10);
});

test('triggers, views, partial and expression indexes are restored, whatever the copy is called', async t => {
	const shop = await rebuilt(
		t,
		[
			`create table pet (${pet})`,
			'create table log (text)',
			"insert into pet values (1, 'Rex', 3)",
			'create trigger named after update of name on pet begin insert into log values (new.name); end',
			'create view old as select name from pet where age > 2',
			'create view older as select * from old',
			'create index adults on pet (name) where age > 1',
			'create index lower_name on pet (lower(name))',
			'create unique index once on pet (name, age)',
		],
		{copy: 'new_pet'},
	);
	shop.rows("update pet set name = 'Max'");
	assert.deepEqual(shop.rows('select * from log'), [{text: 'Max'}]);
	assert.deepEqual(shop.rows('select * from older'), [{name: 'Max'}]);
	assert.match(sqlOf(shop, 'adults')!, /where age > 1/);
	assert.match(sqlOf(shop, 'lower_name')!, /lower\(name\)/);
	assert.throws(() => shop.rows("insert into pet (name, age) values ('Max', 3)"), /UNIQUE/);
});

test('a strict table stays strict, and one without rowid stays without', async t => {
	const strict = await rebuilt(t, [
		`create table pet (${pet}) strict`,
		"insert into pet values (1, 'Rex', 3)",
	]);
	assert.throws(
		() => strict.rows("insert into pet (name, age) values ('Tom', 'old')"),
		/cannot store TEXT/,
	);
	const columns = 'id text primary key not null, name text not null, age integer';
	const keyed = await rebuilt(
		t,
		[
			'create table pet (id text primary key, name text, age integer) without rowid, strict',
			"insert into pet values ('a', 'Rex', 3)",
		],
		{columns},
	);
	assert.match(sqlOf(keyed, 'pet')!, /\) strict, without rowid$/);
	assert.throws(() => keyed.rows('select rowid from pet'), /no such column/);
	const plain = await rebuilt(t, [`create table pet (${pet})`]);
	assert.doesNotMatch(sqlOf(plain, 'pet')!, /strict|without/);
});

test('generated columns are computed again', async t => {
	const shop = await rebuilt(
		t,
		[
			'create table pet (id integer primary key, name text, age integer, dog_years integer generated always as (age * 7) stored)',
			"insert into pet (id, name, age) values (1, 'Rex', 3)",
		],
		{
			columns:
				'id integer primary key, name text not null, age integer, dog_years integer generated always as (age * 7) stored',
		},
	);
	assert.deepEqual(shop.rows('select dog_years from pet'), [{dog_years: 21}]);
	assert.doesNotMatch(JSON.stringify(shop.events), /would be lost/);
});

test('a rebuild that breaks a foreign key is rolled back', async t => {
	await assert.rejects(
		rebuilt(t, [`create table pet (${pet})`, 'insert into pet values (1, null, 3)']),
		/NOT NULL constraint failed/,
	);
});

test('a strict table stays strict when it is rebuilt, and the plan says where it cannot', async t => {
	const shop = makeShop(t);
	const become = async (properties: string, wordsOfMake: string[] = []) => {
		shop.entities(
			`export const Item = defineEntity({name: 'Item', properties: {id: p.integer().primary(), name: p.string(), ${properties}}});`,
		);
		await shop.run(['makemigrations', '--noinput', ...wordsOfMake]);
		const {stdout} = await shop.run(['migrate', '--plan']);
		await shop.run(['migrate', '--noinput', '--allow-data-loss']);
		const [table] = shop.rows("select sql from sqlite_master where name = 'item'");
		return {plan: stdout, isStrict: /\) strict$/.test(String(table!.sql))};
	};
	await become('');
	shop.rows('drop table item');
	shop.rows('create table item (id integer not null primary key, name text not null) strict');
	shop.rows("insert into item values (1, 'x')");
	const kept = await become('n: p.integer(), size: p.float(), data: p.blob().nullable()', [
		...['--default', 'shop.item.n=1', '--default', 'shop.item.size=1.5'],
	]);
	assert.ok(kept.isStrict);
	assert.doesNotMatch(kept.plan, /strict/);
	const lost = await become(
		'n: p.integer(), size: p.float(), data: p.blob().nullable(), at: p.datetime()',
		['--default', "shop.item.at='2020-01-01'"],
	);
	assert.ok(!lost.isStrict);
	assert.match(lost.plan, /Rebuilds item without strict, which its new columns do not allow\./);
	assert.deepEqual(shop.rows('select name, n from item'), [{name: 'x', n: 1}]);
});
