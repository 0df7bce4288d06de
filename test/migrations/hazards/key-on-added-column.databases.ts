import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {databases} from '../../support/databases.ts';

const entities = (properties: string) => `export const Author = defineEntity({
	name: 'Author',
	properties: {id: p.integer().primary()},
});

export const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), ${properties}},
});`;

for (const {driver, options, makeShop} of databases) {
	if (!isMysqlFamily(driver)) continue;
	for (const [what, property] of [
		['unique', 'isbn: p.string().unique()'],
		['a foreign key', 'author: () => p.manyToOne(Author)'],
	] as const) {
		test(
			`${driver}: a way back to a column that is ${what} is refused before anything runs`,
			options,
			async t => {
				const {shop, rows} = await makeShop(t, entities(property));
				await shop.run(['makemigrations']);
				await shop.run(['migrate']);
				const [first] = await rows(
					"select name from mikro_orm_migrations where name like 'shop.%'",
				);
				await rows('insert into author values (1)');
				const column = what === 'unique' ? 'isbn' : 'author_id';
				await rows(`insert into book (id, ${column}) values (1, 1)`);
				await rows(`insert into book (id, ${column}) values (2, ${what === 'unique' ? 2 : 1})`);
				shop.entities(entities(''));
				await shop.run(['makemigrations']);
				await shop.run(['migrate', '--allow-data-loss', '--noinput']);
				const {stderr} = await shop.run(['migrate', 'shop', first!.name.slice('shop.'.length)], 1);
				assert.match(stderr, /cannot be unapplied with the existing rows: /);
				assert.deepEqual(
					(await rows('show columns from book')).map(({Field}) => Field),
					['id'],
					'nothing was changed',
				);
			},
		);
	}
}
