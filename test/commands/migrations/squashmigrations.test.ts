import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine, converse} from '../../support/command-line.ts';
import {makeShopOfItems} from '../../support/shop.ts';

test('squashmigrations asks first, and an answer of no writes nothing', async t => {
	const {root} = makeShopOfItems(t);
	const files = () => readdirSync(path.join(root, 'shop/migrations'));
	const before = files();
	const refuses = converse(t, root, ['squashmigrations', 'shop', '0002']);
	await refuses.answer('Do you wish to proceed? [y/N] ', 'n');
	assert.equal(await refuses.end(), 0);
	assert.match(refuses.text(), /\nNothing was written\.\n$/);
	assert.deepEqual(files(), before);
});

test('squashmigrations names an unknown migration', async t => {
	const {root} = makeShopOfItems(t);
	const {code, stderr} = await commandLine(root, ['squashmigrations', 'shop', '0009']);
	assert.notEqual(code, 0);
	assert.match(stderr, /^Error: .*0009/);
});
