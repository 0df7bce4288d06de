import assert from 'node:assert/strict';
import test from 'node:test';
import {databases} from '../../support/databases.ts';

const post = (values: string, rest = '') =>
	`export const Post = defineEntity({name: 'Post', properties: {
		id: p.integer().primary(), status: p.enum([${values}]).nativeEnumName('status')${rest}}});`;

for (const {driver, options, makeShop} of databases.filter(({driver}) => driver === 'postgresql')) {
	test(`${driver}: --atomic is refused where a new value of an enum is used`, options, async t => {
		const {shop, rows} = await makeShop(t, post("'a'"));
		const make = () => shop.run(['makemigrations', '--noinput']);
		await make();
		await shop.run(['migrate', '--noinput']);
		shop.entities(post("'a', 'b'"));
		await make();
		shop.entities(post("'a', 'b'", ".default('b')"));
		await make();
		const {stderr} = await shop.run(['migrate', '--atomic', '--noinput'], 1);
		assert.match(
			stderr,
			/^Error: shop\.0003_\S+ uses the value 'b' that shop\.0002_\S+ adds to the enum type status: PostgreSQL cannot use it in the same transaction\.\n/,
		);
		assert.match(stderr, /Leave --atomic out, or run 'quarterdeck migrate shop 0002_\S+' first\./);
		assert.deepEqual(await rows('select enum_range(null::status)::text as values'), [
			{values: '{a}'},
		]);
		await shop.run(['migrate', '--noinput']);
		assert.deepEqual(await rows('insert into post default values returning status'), [
			{status: 'b'},
		]);
	});
}
