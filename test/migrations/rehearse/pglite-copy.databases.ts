import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {breakDisk} from '../../support/failing-disk.ts';
import {makeLocalDatabase} from '../../support/local-databases.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

test('a folder of PGlite is copied, and the copy is gone afterwards, also when the disk is full', async t => {
	const shop = makeShop(t, '', await makeLocalDatabase(t, 'pglite'));
	shop.migration('0001_initial', {
		up: "this.addSql('create table item (id int primary key)');\nthis.addSql('insert into item values (1), (2)');",
	});
	await runCommand(shop.root, 'migrate');
	shop.migration('0002_name', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('alter table item add name text');\nthis.addSql('update item set name = id');",
		down: "this.addSql('alter table item drop name');",
	});
	const {code, events} = await runCommand(shop.root, 'migrate', [], {rehearse: true});
	assert.equal(code, 0);
	const {steps, sameAfterwards} = events.find(({type}) => type === 'result')!.value;
	assert.deepEqual([steps[0].statements[1].rows, sameAfterwards], [2, true]);
	const isThere = () => existsSync(path.join(shop.root, '.quarterdeck/rehearsal'));
	assert.equal(isThere(), false);
	assert.equal((await runCommand(shop.root, 'migrate', [], {check: true})).code, 1);
	const disk = breakDisk(t, {at: 'write', code: 'ENOSPC', of: /quarterdeck-rehearsal/});
	await assert.rejects(runCommand(shop.root, 'migrate', [], {rehearse: true}), {
		code: 'no-copy',
		message: /the disk is full/,
	});
	assert.equal(disk.failures > 0, true);
	disk.mend();
	assert.equal(isThere(), false);
});
