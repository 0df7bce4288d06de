import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {readPattern} from '../../../source/project/apps/pattern.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {createKoaApplication} from '../../../source/server/web/application.ts';
import {applications, urlFor, urlsOf} from '../../../source/server/web/url-for.ts';
import {startSite, tutorialProject} from '../../support/application.ts';

const named = (patterns: Record<string, string>) =>
	urlsOf(
		Object.entries(patterns).map(([name, pattern]) => ({
			name,
			pattern,
			compiled: readPattern(pattern),
		})),
	);

test('a URL is the pattern with encoded values', () => {
	const url = named({
		home: '/',
		detail: '/shops/<int:shop>/books/:isbn',
		file: '/files/<path:name>',
		page: '/books{/page-<int:page>}/',
		any: '/<path:rest>',
	});
	assert.equal(url('home'), '/');
	assert.equal(url('detail', {shop: 2, isbn: 'a b/ü?#'}), '/shops/2/books/a%20b%2F%C3%BC%3F%23');
	assert.equal(url('file', {name: 'a/b c'}), '/files/a/b%20c');
	assert.deepEqual([url('page'), url('page', {page: 2})], ['/books/', '/books/page-2/']);
	assert.equal(url('any', {rest: '/evil.example'}), '/%2Fevil.example');
});

test('an unknown name, and a missing, wrong or unknown parameter, is one sentence', () => {
	const url = named({'book-list': '/books/', 'book-detail': '/books/<int:id>/'});
	const refusals: [() => string, string][] = [
		[
			() => url('book-detial', {id: 1}),
			"There is no route named 'book-detial'. Did you mean book-detail?",
		],
		[() => url('book-detail'), "urlFor('book-detail'): 'id' is missing."],
		[() => url('book-detail', {id: 'abc'}), "urlFor('book-detail'): 'abc' is no int for 'id'."],
		[() => url('book-detail', {id: Number.NaN}), "urlFor('book-detail'): NaN is no int for 'id'."],
		[() => url('book-list', {id: 1}), "urlFor('book-list'): there is no parameter 'id'."],
	];
	for (const [call, message] of refusals) assert.throws(call, {code: 'url', message});
	assert.throws(() => url('x'), {hint: 'The names are: book-detail, book-list.'});
});

/** A site whose home answers with its URLs, as views and templates get them. */
async function siteAt(t: TestContext, prefix: string): Promise<string> {
	const {url} = await startSite(t, {
		tables: false,
		views: `import {setImmediate} from 'node:timers/promises';
import {urlFor} from 'quarterdeck';
export async function home(context: any) {
	await setImmediate();
	context.templateValues.imported = urlFor('home');
	context.templateValues.own = context.urlFor('home');
	await context.render('urls.html');
}`,
		prepare(root) {
			mkdirSync(path.join(root, 'templates'));
			writeFileSync(
				path.join(root, 'templates/urls.html'),
				"<%= it.imported %> <%= it.own %> <%= it.urlFor('home') %>",
			);
			writeFileSync(
				path.join(root, 'urls.ts'),
				`import {path} from 'quarterdeck';
import {home} from './accounts/views.ts';
export default [path('${prefix}', home, {name: 'home'})];`,
			);
		},
	});
	return `${url}${prefix}`;
}

test('each of two applications in a process finds its own URLs, in views and templates', async t => {
	const sites = [await siteAt(t, '/first/'), await siteAt(t, '/second/')];
	const answers = await Promise.all(sites.map(async url => (await fetch(url)).text()));
	assert.deepEqual(answers, ['/first/ /first/ /first/', '/second/ /second/ /second/']);
});

test('outside of a request the only application is meant', t => {
	const others = [...applications.running];
	applications.running.clear();
	const [first, second] = [named({home: '/first/'}), named({home: '/second/'})];
	t.after(() => {
		applications.running.clear();
		for (const each of others) applications.running.add(each);
	});
	const message = /^urlFor\('home'\) does not know which application is meant/;
	assert.throws(() => urlFor('home'), {code: 'url', message});
	applications.running.add(first);
	assert.equal(urlFor('home'), '/first/');
	applications.running.add(second);
	assert.throws(() => urlFor('home'), {code: 'url', message});
	assert.equal(
		applications.current.run(second, () => urlFor('home')),
		'/second/',
	);
});

test('an application runs until it is closed', async t => {
	const before = applications.running.size;
	const {close} = await createKoaApplication(await openProject(tutorialProject(t)), () => {});
	assert.equal(applications.running.size, before + 1);
	await close();
	assert.equal(applications.running.size, before);
});
