import {type Context, getOr404} from 'quarterdeck';
import {Book} from './entities.ts';

export async function bookList(context: Context) {
	const books = await context.em.find(Book, {}, {orderBy: {title: 'asc'}});
	await context.render('books/list.html', {books});
}

export async function bookDetail(context: Context<'/books/<slug:isbn>/'>) {
	const book = await getOr404(context.em, Book, {isbn: context.params.isbn});
	await context.render('books/detail.html', {book});
}
