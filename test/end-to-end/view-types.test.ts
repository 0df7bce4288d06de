import assert from 'node:assert/strict';
import test from 'node:test';
import {compile} from '../support/compile.ts';

/** A project's views and routes; each line below a mark is a typo, which must not compile. */
const views = `
import {defineEntity, type InferEntity, p} from '@mikro-orm/core';
import {
	type Context,
	csrfExempt,
	getOr404,
	include,
	type LoggedIn,
	type Middleware,
	path,
	type Routes,
	urlFor,
} from 'quarterdeck';
import {loginRequired, logIn, setPassword, superuserRequired, tryLogin, userProperties} from 'quarterdeck/auth';

const Author = defineEntity({
	name: 'Author',
	properties: {id: p.integer().primary(), name: p.string()},
});
const Book = defineEntity({
	name: 'Book',
	properties: {
		id: p.integer().primary(),
		title: p.string(),
		author: () => p.manyToOne(Author),
	},
});
const Member = defineEntity({
	name: 'Member',
	properties: {...userProperties, phone: p.string()},
});
type Member = InferEntity<typeof Member>;

declare module 'quarterdeck' {
	interface State {
		shop: string;
	}
	interface Session {
		cart?: number[];
	}
	interface Templates {
		'book.html': {title: string};
	}
	interface ProjectTypes {
		user: Member;
	}
}

function currentCart(context: Context): number[] {
	return context.session?.cart ?? [];
}

async function detail(context: Context<'/books/<int:id>/'>) {
	const id: number = context.params.id;
	currentCart(context);
	const book = await getOr404(context.em, Book, id, {populate: ['author']});
	const name: string = book.author.name;
	await context.render('book.html', {title: book.title + name});
	await context.render('other.html', {anything: 1});
	await context.render('other.html');
	// @ts-expect-error
	context.params.idd;
	// @ts-expect-error
	context.params.id.trim();
	// @ts-expect-error
	await context.render('book.html', {titel: book.title});
	// @ts-expect-error
	await context.render('book.html');
	// @ts-expect-error
	await context.render('book.html', {title: 1});
	// @ts-expect-error
	await getOr404(context.em, Book, 'abc');
	// @ts-expect-error
	await getOr404(context.em, Book, {titel: 'Emma'});
	// @ts-expect-error
	book.titel;
	// @ts-expect-error
	await getOr404(context.em, Book, id, {populate: ['autor']});
}

function ofRecord(context: Context<{id: number}>) {
	context.redirect(urlFor('book-detail', {id: context.params.id}));
}
const list = (context: Context) => context.render('list.html', {cart: currentCart(context)});
const byIsbn = (context: Context<'/books/:isbn/'>) => context.params.isbn.toUpperCase();

async function create(context: Context) {
	const {title} = context.request.body;
	if (typeof title !== 'string') return context.throw(400);
	title.trim();
	const {body} = context.request;
	if (Array.isArray(body)) body.length;
	// @ts-expect-error
	context.request.body.title.trim();
	// @ts-expect-error
	context.request.boddy;
	// @ts-expect-error
	context.sesion;
	// @ts-expect-error
	context.session?.crat;
	// @ts-expect-error
	context.session!.cart = ['1'];
	// @ts-expect-error
	context.state.usr;
	// @ts-expect-error
	context.state.user.username;
	// @ts-expect-error
	context.state.user?.usernam;
	context.state.user?.phone.trim();
	context.state.shop.trim();
	const nonce: string = context.state.cspNonce;
	// @ts-expect-error
	context.params.isbn.trim();
	// @ts-expect-error
	context.rendr('book.html');
	return nonce;
}

const order = loginRequired(async context => {
	const phone: string = context.state.user.phone;
	await setPassword(context.em, context.settings, context.state.user, phone);
	await logIn(context, context.state.user);
	await tryLogin(context, 'ada', 'password');
	// @ts-expect-error
	context.state.user.phoen;
});
const typedOrder = loginRequired<'/orders/<int:id>/'>(async context => {
	const id: number = context.params.id;
	// @ts-expect-error
	context.params.isbn;
	return id + context.state.user.id;
});
const annotated = superuserRequired(async (context: LoggedIn<'/orders/<int:id>/'>) => {
	context.params.id.toFixed();
});

const routes: Routes = [
	path('/', list, {name: 'home'}),
	path('/books/', {get: list, post: create}, {name: 'books'}),
	path('/books/<int:id>/', detail, {name: 'book-detail'}),
	path('/books/<int:id>/', ofRecord),
	path('/books/<int:id>/', list),
	path('/books/:isbn/', byIsbn),
	path('/books/<isbn>/', byIsbn),
	path('/books/<slug:isbn>/', {get: byIsbn, delete: byIsbn}),
	path('/books/<int:id>/<slug:slug>', context => {
		const {id, slug}: {id: number; slug: string} = context.params;
		// @ts-expect-error
		context.params.isbn;
		return slug.at(id);
	}),
	path('/books/<int:id>/', {
		get: context => context.params.id.toFixed(),
		// @ts-expect-error
		post: context => context.params.idd,
	}),
	path('/books{/<int:page>}/', context => {
		// @ts-expect-error
		context.params.page.toFixed();
		context.params.page?.toFixed();
	}),
	path('/files/*rest', context => context.params.rest.trim()),
	path('/orders/', order),
	path('/orders/<int:id>/', typedOrder),
	path('/orders/<int:id>/', annotated),
	path('/orders/<int:id>/', loginRequired(context => context.params.id.toFixed())),
	path('/hooks/<int:id>/', csrfExempt(context => context.params.id.toFixed())),
	path('/accounts/', include('quarterdeck/auth/urls')),
	path('/inline/', include([path('x/', list)])),
	// @ts-expect-error
	path('/books/<int:pk>/', detail),
	// @ts-expect-error
	path('/books/<str:id>/', detail),
	// @ts-expect-error
	path('/books/', detail),
	// @ts-expect-error
	path('/books/', {get: detail}),
	// @ts-expect-error
	path('/orders/', typedOrder),
	// @ts-expect-error
	path('/orders/<slug:id>/', annotated),
	// @ts-expect-error
	path('/books/', {gte: list}),
	// @ts-expect-error
	path('/books/', list, {nmae: 'books'}),
	// @ts-expect-error
	path('/books/<integer:id>/', ofRecord),
];

const ofShop: Routes<'/shops/<int:shop>/'> = [
	path('', (context: Context<{shop: number}>) => context.params.shop.toFixed()),
	path('books/<int:id>/', (context: Context<'/shops/<int:shop>/books/<int:id>/'>) => {
		context.params.shop + context.params.id;
	}),
	// @ts-expect-error
	path('', (context: Context<{shop: string}>) => context.params.shop),
	// @ts-expect-error
	path('', (context: Context<{store: number}>) => context.params.store),
];
const all: Routes = [path('/shops/<int:shop>/', include(ofShop)), ...routes];
// @ts-expect-error
const wrong: Routes = ofShop;

// @ts-expect-error
urlFor('books', {id: {}});
// @ts-expect-error
urlFor(1);

export default (): Middleware => async (context, next) => {
	context.state.shop = 'Corner';
	// @ts-expect-error
	context.state.shopp = 'Corner';
	await next();
};
export {all, wrong};
`;

test('in a project, each typo in a view or a route is an error of the compiler', t => {
	assert.equal(compile(t, {'views.ts': views}), '');
});

test('a project without types of its own has the built-in user', t => {
	const text = `
import type {Context} from 'quarterdeck';
import type {User} from 'quarterdeck/auth';
export function home(context: Context): User | null {
	// @ts-expect-error: only where the project declares it
	context.session?.cart;
	return context.state.user;
}
`;
	assert.equal(compile(t, {'views.ts': text}), '');
});
