import assert from 'node:assert/strict';
import test from 'node:test';
import {makePlainProject} from '../../support/plain-project.ts';
import {skipWithout} from '../../support/requires.ts';
import {runCommand} from '../../support/run-command.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';
import {makeShop} from '../../support/shop.ts';

const rehearsed = {rehearse: true};

for (const server of servers) {
	const {driver, host, port, user} = server;
	const options = {skip: skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server))};

	test(`${driver}: what a database reaches by itself needs consent`, options, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const shop = makeShop(t, '', {driver, host, port, user, name});
		await rows('create table item (id integer primary key)');
		const reaching =
			driver === 'postgresql'
				? ['create extension postgres_fdw', 'create server other foreign data wrapper postgres_fdw']
				: [
						`create trigger noting after insert on item for each row insert into ${name}.note values (1)`,
					];
		for (const sql of reaching) await rows(sql);
		shop.migration('0001_name', {
			up: "this.addSql('alter table item add name varchar(20)');",
			down: "this.addSql('alter table item drop column name');",
		});
		const {code, events} = await runCommand(shop.root, 'migrate', [], rehearsed);
		assert.equal(code, 3);
		assert.match(
			events.find(({type}) => type === 'question')!.text,
			/^The database reaches beyond itself: the (?:foreign server other|trigger noting)\./,
		);
		assert.equal(
			(await runCommand(shop.root, 'migrate', [], {...rehearsed, 'allow-code': true})).code,
			0,
		);
	});

	test(`${driver}: a URL leads to the copy as well`, options, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const url = `${driver}://${user}@${host}:${port}/${name}`;
		const shop = makeShop(t, '', {driver, url});
		await rows('create table item (id integer primary key)');
		shop.migration('0001_name', {
			up: "this.addSql('alter table item add name varchar(20)');",
			down: "this.addSql('alter table item drop column name');",
		});
		assert.equal((await runCommand(shop.root, 'migrate', [], rehearsed)).code, 0);
		await assert.rejects(rows('select name from item'));
	});

	test(`${driver}: a plain project with a URL is rehearsed`, options, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const url = `${driver === 'mariadb' ? 'mysql' : driver}://${user}@${host}:${port}/${name}`;
		const entities =
			"export const Item = defineEntity({name: 'Item', tableName: 'item', properties: {id: p.integer().primary()}});";
		const project = makePlainProject(t, entities, `clientUrl: '${url}'`, driver);
		await project.quarterdeck('makemigrations');
		const {code, events} = await project.quarterdeck('migrate', [], rehearsed);
		assert.equal(code, 0, JSON.stringify(events));
		await assert.rejects(rows('select * from item'));
	});
}
