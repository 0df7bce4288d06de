import {getOr404, urlFor} from 'quarterdeck';
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

export const placeOrder = loginRequired<'/orders/<slug:isbn>/'>(async context => {
	const book = await getOr404(context.em, Book, {isbn: context.params.isbn});
	context.em.create(Order, {customer: context.state.user, book});
	await context.em.flush();
	context.redirect(urlFor('order-list'));
});
