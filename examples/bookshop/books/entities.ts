import {defineEntity, p} from '@mikro-orm/core';

export const Book = defineEntity({
	name: 'Book',
	tableName: 'books_book',
	properties: {
		id: p.integer().primary(),
		isbn: p.string().length(13).unique(),
		title: p.string().length(200),
		author: p.string().length(120),
		/** In cents. */
		price: p.integer().default(0),
	},
});
