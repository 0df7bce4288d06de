import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {makeLocalDatabase} from '../../support/local-databases.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

test('a file of libSQL is copied, as a whole or in part', async t => {
	const database = await makeLocalDatabase(t, 'libsql');
	const shop = makeShop(t, '', database);
	shop.migration('0001_initial', {
		up: "this.addSql('create table item (id integer primary key)');\nthis.addSql('insert into item values (1), (2), (3)');",
	});
	await shop.run(['migrate']);
	shop.migration('0002_name', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('alter table item add column name text');\nthis.addSql('update item set name = id');",
		down: "this.addSql('alter table item drop column name');",
	});
	const before = readFileSync(database.name!);
	for (const [flags, rows] of [
		[{}, 3],
		[{sample: '2'}, 2],
	] as const) {
		const {code, events} = await runCommand(shop.root, 'migrate', [], {rehearse: true, ...flags});
		assert.equal(code, 0);
		const {steps} = events.find(({type}) => type === 'result')!.value;
		assert.equal(steps[0].statements[1].rows, rows);
	}
	assert.deepEqual(readFileSync(database.name!), before);
	assert.equal(existsSync(path.join(shop.root, '.quarterdeck/rehearsal')), false);
});
