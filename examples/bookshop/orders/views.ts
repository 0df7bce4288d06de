import {loginRequired} from 'quarterdeck/auth';
import {Book} from '../books/entities.ts';
import {Order} from './entities.ts';

export const orderList = loginRequired(async context => {
	const orders = await context.em.find(
		Order,
		{customer: context.state.user},
		{populate: ['book'], orderBy: {placedAt: 'desc'}},
	);
	await context.render('orders/list.html', {orders});
});

export const placeOrder = loginRequired(async context => {
	if (context.method !== 'POST') return context.throw(405);
	const book = await context.em.findOne(Book, {isbn: context.params.isbn});
	if (!book) return context.throw(404);
	context.em.create(Order, {customer: context.state.user, book});
	await context.em.flush();
	context.redirect('/orders/');
});
