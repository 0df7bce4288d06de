import type {Context} from 'quarterdeck';
import {Book} from './entities.ts';

export async function bookList(context: Context) {
	const books = await context.em.find(Book, {}, {orderBy: {title: 'asc'}});
	await context.render('books/list.html', {books});
}

export async function bookDetail(context: Context) {
	const book = await context.em.findOne(Book, {isbn: context.params.isbn});
	if (!book) return context.throw(404);
	await context.render('books/detail.html', {book});
}
