import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {databases} from '../support/databases.ts';
import {isInstalled, skipWithout} from '../support/requires.ts';

const postgresql = databases.find(({driver}) => driver === 'postgresql');
const options = {
	skip:
		postgresql?.options.skip ?? skipWithout('@mikro-orm/pglite', isInstalled('@mikro-orm/pglite')),
};

test('postgresql: the history is replayed on PGlite', options, async t => {
	const {shop} = await postgresql!.makeShop(
		t,
		"export const Item = defineEntity({name: 'Item', tableName: 'item', properties: {id: p.integer().primary(), state: p.enum(['a', 'b']), made: p.datetime().defaultRaw('now()')}});",
	);
	writeFileSync(path.join(shop.root, 'urls.ts'), 'export default [];');
	await shop.run(['makemigrations']);
	const sound = await shop.run(['check', '--replay']);
	assert.doesNotMatch(sound.stdout, /E00[56]/);
	const file = path.join(shop.root, 'shop/migrations/0001_initial.ts');
	const text = readFileSync(file, 'utf8');
	writeFileSync(file, text.replaceAll('"made"', '"written"'));
	const {code, stdout} = await quarterdeck(shop.root, ['check', '--replay']);
	assert.equal(code, 1);
	assert.match(stdout, /\(migrations\.E006\) .*item\.made is not in the database/);
	assert.doesNotMatch(stdout, /E005/);
});
