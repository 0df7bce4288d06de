import {defineEntity, p} from '@mikro-orm/core';
import {User} from 'quarterdeck/auth';
import {Book} from '../books/entities.ts';

export const Order = defineEntity({
	name: 'Order',
	tableName: 'orders_order',
	properties: {
		id: p.integer().primary(),
		customer: () => p.manyToOne(User).deleteRule('cascade'),
		book: () => p.manyToOne(Book).deleteRule('restrict'),
		placedAt: p.datetime().onCreate(() => new Date()),
	},
});
