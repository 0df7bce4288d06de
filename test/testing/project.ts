import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {makeShop, type Shop} from '../support/shop.ts';

const entities = `import {User} from 'quarterdeck/auth';

export const Book = defineEntity({
	name: 'Book',
	tableName: 'shop_book',
	properties: {
		id: p.integer().primary(),
		title: p.string().length(200).unique(),
		owner: () => p.manyToOne(User).nullable().deleteRule('cascade'),
	},
});`;

const views = `import type {Context} from 'quarterdeck';
import {loginRequired, superuserRequired} from 'quarterdeck/auth';
import {Book} from './entities.ts';

const fieldsOf = (context: Context) => (context.request as any).body ?? {};

export async function list(context: Context) {
	context.body = {titles: (await context.em.findAll(Book, {orderBy: {id: 1}})).map(({id, title}) => \`\${id} \${title}\`)};
}

export const add = loginRequired(async (context: Context) => {
	if (context.method === 'GET') return context.render('shop/add.html');
	await context.em.transactional(async em => {
		await em.insert(Book, {title: fieldsOf(context).title, owner: context.state.user.id});
	});
	context.status = 303;
	context.redirect('/books/');
});

export const admin = superuserRequired(async (context: Context) => {
	context.body = 'for superusers';
});

export async function fail() {
	throw new TypeError('the view is broken');
}

export async function teapot(context: Context) {
	context.throw(418);
}

export async function loop(context: Context) {
	context.redirect(context.query.next ? '/loop/' : '/loop/?next=1');
}

export async function away(context: Context) {
	context.redirect('https://example.com/a?b=c');
}

export async function echo(context: Context) {
	context.cookies.set('seen', '1', {path: '/echo/', httpOnly: true, sameSite: 'strict', maxAge: 60_000});
	context.body = {method: context.method, body: fieldsOf(context), cookie: context.get('Cookie')};
}

export async function forget(context: Context) {
	context.cookies.set('seen', null, {path: '/echo/'});
	context.body = context.settings.environment;
}

export async function alter(context: Context) {
	await context.em.getConnection().execute('create table extra (id int)');
	await context.em.getConnection().execute('drop table shop_book');
	context.body = '';
}
`;

const urls = `import {include, path, type Routes} from 'quarterdeck';
import * as views from './shop/views.ts';

const routes: Routes = [
	path('/books/', views.list),
	path('/books/add/', views.add),
	path('/admin/', views.admin),
	path('/fail/', views.fail),
	path('/teapot/', views.teapot),
	path('/loop/', views.loop),
	path('/away/', views.away),
	path('/echo/', views.echo),
	path('/forget/', views.forget),
	path('/alter/', views.alter),
	path('/accounts/', include('quarterdeck/auth/urls')),
];

export default routes;
`;

const form = `<form method="post" id="add">
<%~ it.csrfInput.html %>
<input name="title" value="&lt;untitled&gt;"><textarea name="notes">
a &amp; b</textarea>
<select name="kind"><option value="n">New<option value="u" selected>Used</select>
<input type="checkbox" name="signed" checked><input type="checkbox" name="torn">
<button name="go" value="1">Add</button>
</form>
`;

/** A shop of books, whose migrations make the tables and a row. */
export async function makeBooks(t: TestContext, database?: object): Promise<Shop> {
	const shop = makeShop(t, entities, database, [
		'quarterdeck/auth',
		'quarterdeck/sessions',
		'./shop',
	]);
	const write = (file: string, text: string) => writeFileSync(path.join(shop.root, file), text);
	write('urls.ts', urls);
	write('shop/views.ts', views);
	const {mkdirSync} = await import('node:fs');
	mkdirSync(path.join(shop.root, 'shop/templates/shop'), {recursive: true});
	write('shop/templates/shop/add.html', form);
	await shop.run(['makemigrations']);
	shop.migration('0002_first', {
		dependencies: ['shop.0001_initial'],
		up: `this.addSql("insert into shop_book (title) values ('Emma')");`,
	});
	return shop;
}
