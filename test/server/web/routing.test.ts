import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {startSite} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';

/** A site with these routes. Views answer with their name and what they got. */
async function siteOf(t: TestContext, routes: string): Promise<string> {
	const {url} = await startSite(t, {
		tables: false,
		prepare: root =>
			writeFileSync(
				path.join(root, 'urls.ts'),
				`import {csrfExempt, include, path} from 'quarterdeck';
const answer = (name: string) => csrfExempt((context: any) => {
	context.body = [name, context.params, context.request.body];
});
const pass = (_: any, next: any) => next();
export default [${routes}];
`,
			),
	});
	return url;
}

const json = async (url: string, init?: RequestInit): Promise<any> =>
	(await fetch(url, init)).json();

test('parameters are converted, and what a converter does not match is tried on the next route', async t => {
	const url = await siteOf(
		t,
		`path('/books/<int:id>/', answer('int')),
		path('/books/<slug:slug>/', answer('slug')),
		path('/shops/<int:shop>/', include([path('books/:isbn', answer('prefix'))])),
		path('/passed/:a/', pass),
		path('/passed/<b>/', answer('second'))`,
	);
	assert.deepEqual(await json(`${url}/books/7/`), ['int', {id: 7}, {}]);
	assert.deepEqual(await json(`${url}/books/emma/`), ['slug', {slug: 'emma'}, {}]);
	assert.deepEqual(await json(`${url}/shops/2/books/9`), ['prefix', {shop: 2, isbn: '9'}, {}]);
	assert.deepEqual(await json(`${url}/passed/x/`), ['second', {b: 'x'}, {}]);
	assert.equal((await fetch(`${url}/shops/abc/books/9`)).status, 404);
	const redirect = await fetch(`${url}/books/7`, {redirect: 'manual'});
	assert.equal(redirect.headers.get('location'), '/books/7/');
	assert.equal((await fetch(`${url}/books/a.b`, {redirect: 'manual'})).status, 404);
});

test('a route with methods answers HEAD like GET, OPTIONS with the methods, others with 405', async t => {
	const url = await siteOf(
		t,
		"path('/books/', {get: answer('list'), post: answer('create')}), path('/books/', {delete: answer('clear')}), path('/any/', answer('any'))",
	);
	const to = (method: string) => fetch(`${url}/books/`, {method});
	assert.deepEqual(await (await to('GET')).json(), ['list', {}, {}]);
	assert.deepEqual(await (await to('POST')).json(), ['create', {}, {}]);
	assert.deepEqual(await (await to('DELETE')).json(), ['clear', {}, {}]);
	const head = await to('HEAD');
	assert.deepEqual([head.status, await head.text()], [200, '']);
	const allowed = 'HEAD, GET, POST, DELETE, OPTIONS';
	const options = await to('OPTIONS');
	assert.deepEqual([options.status, options.headers.get('allow')], [204, allowed]);
	// Before the CSRF check: the view of another method may be exempt.
	const put = await to('PUT');
	assert.deepEqual([put.status, put.headers.get('allow')], [405, allowed]);
	assert.match(textOf(await put.text()), /Method not allowed.*It accepts: HEAD, GET, POST, DELETE/);
	assert.deepEqual(await json(`${url}/any/`, {method: 'OPTIONS'}), ['any', {}, {}]);
});

test('the view of a method is protected from other sites', async t => {
	const url = await siteOf(
		t,
		"path('/books/', {post: (context: any) => { context.body = 'made'; }})",
	);
	assert.equal((await fetch(`${url}/books/`, {method: 'POST'})).status, 403);
});

test('a body is an object, or the list that was sent', async t => {
	const url = await siteOf(t, "path('/', answer('body'))");
	const send = async (method: string, type: string, body: string) =>
		(await json(`${url}/`, {method, body, headers: {'content-type': type}}))[2];
	const form = 'application/x-www-form-urlencoded';
	assert.deepEqual(await send('POST', form, 'a=1&b=2&b=3'), {a: '1', b: ['2', '3']});
	assert.deepEqual(await send('POST', form, ''), {});
	assert.deepEqual(await send('POST', 'text/plain', 'a=1'), {});
	assert.deepEqual(await send('DELETE', 'application/json', '{"a": 1}'), {a: 1});
	assert.deepEqual(await send('PUT', 'application/json', '[1]'), [1]);
	const options = {method: 'POST', body: '"text"', headers: {'content-type': 'application/json'}};
	assert.equal((await fetch(`${url}/`, options)).status, 400);
});

test('a route with an unknown method is refused', async t => {
	await assert.rejects(siteOf(t, "path('/', {gte: pass} as any)"), {code: 'routes'});
	await assert.rejects(siteOf(t, "path('/<integer:id>/', pass)"), {
		message: 'The pattern /<integer:id>/ names no converter with integer.',
	});
});

test('pages of the auth app say which methods they accept', async t => {
	const {url} = await startSite(t);
	const logout = await new Visitor(url).get('/accounts/logout/');
	assert.deepEqual([logout.status, logout.headers.get('allow')], [405, 'POST, OPTIONS']);
	assert.match(textOf(logout.body), /It accepts: POST, OPTIONS/);
	const options = await fetch(`${url}/accounts/login/`, {method: 'OPTIONS'});
	assert.equal(options.headers.get('allow'), 'HEAD, GET, POST, OPTIONS');
});
