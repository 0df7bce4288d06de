import assert from 'node:assert/strict';
import test from 'node:test';
import {lacksDrivers} from '../../support/requires.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

const partialIndex = `export const Item = defineEntity({
	name: 'Item',
	properties: {id: p.integer().primary(), name: p.string()},
	indexes: [{name: 'named', properties: ['name'], where: 'name is not null'}],
});`;

/** Nobody is there: the SQL is written all the same. */
const mariadb = {driver: 'mariadb', host: '127.0.0.1', port: 1, user: 'root', name: 'shop'};

test('an entity that the database cannot have is one sentence, in MikroORM’s own words', async t => {
	if (lacksDrivers(t, 'mariadb')) return;
	const {root} = makeShop(t, partialIndex, mariadb);
	await assert.rejects(runCommand(root, 'makemigrations', [], {'dry-run': true}), error => {
		const {code, message, hint, cause} = error as any;
		assert.equal(code, 'entities');
		assert.match(message, /^For mariadb: Index 'named': partial indexes .+ not supported [^\n]+$/);
		assert.match(hint, /^Write the entity so that mariadb can have it;/);
		assert.match(cause.stack, /diffToSQL/);
		return true;
	});
});

test('an error for another kind of database names it once', async t => {
	if (lacksDrivers(t, 'mariadb')) return;
	const {root} = makeShop(t, partialIndex);
	const options = {'dry-run': true, dialect: ['mariadb']};
	await assert.rejects(runCommand(root, 'makemigrations', [], options), {
		code: 'entities',
		message: /^For mariadb: Index 'named'/,
		hint: /leave mariadb out/,
	});
});
