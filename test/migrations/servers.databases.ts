import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {isMysqlFamily} from '../../source/project/database/dialect.ts';
import {quarterdeck} from '../support/command.ts';
import {lacksDrivers, skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {customers, makeShop} from '../support/shop.ts';

for (const server of servers) {
	const {driver, host, port, user} = server;
	const options = {skip: skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server))};

	test(
		`${driver}: the built-in apps, a rename and a value for existing rows are migrated`,
		options,
		async t => {
			const database = await makeDatabase(t, server);
			const shop = makeShop(t, customers('bio: p.text().nullable()'), settings(database.name), [
				'quarterdeck/auth',
				'quarterdeck/sessions',
				'./shop',
			]);
			await shop.run(['makemigrations']);
			assert.match((await shop.run(['migrate'])).stdout, /auth.*OK\n.*sessions.*OK\n.*shop.*OK\n$/);
			assert.match((await shop.run(['migrate'])).stdout, /No migrations to apply/);
			await database.rows("insert into customer (id, bio) values (1, 'likes tea')");
			await database.rows('insert into customer_order (id, customer_id) values (7, 1)');
			shop.entities(customers('about: p.text(), rank: p.integer()'));
			await shop.run([
				'makemigrations',
				...['--rename', 'shop.customer.bio=about', '--default', "shop.customer.about=''"],
				...['--default', 'shop.customer.rank=3'],
			]);
			await shop.run(['migrate']);
			const [row] = await database.rows('select * from customer');
			assert.deepEqual({...row}, {id: 1, about: 'likes tea', rank: 3});
			await shop.run(['makemigrations', '--check']);
			const [{applied}] = (await shop.run(['showmigrations', '--json', 'shop'])).stdout
				.split('\n')
				.filter(Boolean)
				.map(line => JSON.parse(line).migrations[1]);
			assert.ok(Math.abs(Date.parse(applied) - Date.now()) < 60_000, `applied at ${applied}`);
			assert.match((await shop.run(['migrate', 'shop', 'zero'], 3)).stderr, /1 row would be lost/);
			await shop.run(['migrate', 'shop', 'zero', '--allow-data-loss']);
			await shop.run(['migrate']);
		},
	);

	test(`${driver}: two at once apply each migration once`, options, async t => {
		const database = await makeDatabase(t, server);
		const shop = makeShop(t, '', settings(database.name));
		const names = ['0001_one', '0002_two', '0003_three'];
		for (const [index, name] of names.entries()) {
			const create = index === 0 ? "this.addSql('create table counter (name text)');" : '';
			shop.migration(name, {
				dependencies: index === 0 ? [] : [`shop.${names[index - 1]}`],
				up: `${create} this.addSql(\`insert into counter values ('${name}')\`);`,
			});
		}
		const outcomes = await Promise.all([0, 1].map(() => quarterdeck(shop.root, ['migrate'])));
		assert.deepEqual(
			outcomes.map(({code, stderr}) => [code, stderr]),
			[0, 1].map(() => [0, '']),
		);
		const rows = await database.rows('select name from counter');
		assert.deepEqual(
			rows.map(({name}) => name),
			names,
		);
	});

	test(`${driver}: a failure says what stays`, options, async t => {
		const database = await makeDatabase(t, server);
		const shop = makeShop(t, '', settings(database.name));
		shop.migration('0001_one', {
			up: `for (const name of ['one', 'two', 'one']) this.addSql(\`create table \${name} (id int)\`);`,
		});
		const {stdout, stderr} = await shop.run(['migrate'], 1);
		assert.match(stdout, /Applying shop\.0001_one\.\.\. FAILED\n$/);
		assert.match(stderr, /^ {2}Statement 3: create table one \(id int\)\n {2}.*already exists\n/);
		const stays = isMysqlFamily(driver);
		if (stays)
			assert.match(
				stderr,
				/NOT rolled back, still in the database:\n {4}create table one \(id int\)\n {4}create table two/,
			);
		else assert.match(stderr, /Everything this migration did was rolled back/);
		const [{count}] = (await database.rows(
			"select count(*) as count from information_schema.tables where table_name in ('one', 'two') and table_schema in ('public', database())".replace(
				'database()',
				isMysqlFamily(driver) ? 'database()' : "''",
			),
		)) as [{count: unknown}];
		assert.equal(Number(count), stays ? 2 : 0);
		assert.deepEqual(await database.rows('select name from mikro_orm_migrations'), []);
	});

	test(
		`${driver}: a wrong password is one sentence, which does not contain it`,
		options,
		async t => {
			const database = await makeDatabase(t, server);
			const who = `wrong_${database.name}`;
			const password = 'never-to-be-shown';
			await database.rows(
				isMysqlFamily(driver)
					? `create user '${who}'@'%' identified by 'right'`
					: `create role "${who}" nologin password 'right'`,
			);
			try {
				const shop = makeShop(t, '', {...settings(database.name), user: who, password});
				shop.migration('0001_one', {up: ''});
				for (const command of ['migrate', 'showmigrations']) {
					const {stdout, stderr} = await shop.run([command, '--traceback'], 1);
					assert.match(
						stderr,
						new RegExp(
							`^Error: The ${driver} database ${who}@127\\.0\\.0\\.1:${port}/${database.name} cannot be used: .*(?:denied|not permitted)`,
						),
					);
					assert.doesNotMatch(stdout + stderr, new RegExp(password));
				}
				assert.deepEqual(
					globSync('.quarterdeck/**/*', {cwd: shop.root, withFileTypes: true})
						.filter(entry => entry.isFile())
						.map(entry => path.join(entry.parentPath, entry.name))
						.filter(file => readFileSync(file, 'utf8').includes(password)),
					[],
				);
			} finally {
				await database.rows(
					isMysqlFamily(driver) ? `drop user '${who}'@'%'` : `drop role "${who}"`,
				);
			}
		},
	);

	function settings(name: string): object {
		return {driver, host, port, user, name};
	}
}

test('without the server makemigrations works, and migrate says why it cannot', async t => {
	if (lacksDrivers(t, 'postgresql')) return;
	const nowhere = {
		driver: 'postgresql',
		host: '127.0.0.1',
		port: 1,
		user: 'postgres',
		name: 'nowhere',
	};
	const shop = makeShop(t, customers('name: p.string()'), nowhere);
	await shop.run(['makemigrations']);
	await shop.run(['makemigrations', '--check']);
	const {stderr} = await shop.run(['migrate'], 1);
	assert.match(
		stderr,
		/^Error: The postgresql database postgres@127\.0\.0\.1:1\/nowhere cannot be used: .*ECONNREFUSED/,
	);
});
