import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {openProject} from '../source/project/open/open.ts';
import {createTables, type Site, serve} from './support/application.ts';
import {filesOfPage} from './support/page-files.ts';
import {linkPackages, temporaryFolder} from './support/project.ts';

/** A site whose files are those that a page shows, and these. */
async function siteOf(
	t: TestContext,
	page: string,
	apps: string[],
	more: Record<string, string>,
): Promise<Site> {
	const root = temporaryFolder(t);
	linkPackages(root);
	const files = {
		...filesOfPage(page, 'ts'),
		...(page.includes('static') ? {} : filesOfPage(page, 'html')),
		'package.json': '{"type": "module"}',
		'settings.ts': `import {defineSettings} from 'quarterdeck';
export default defineSettings({
	apps: ${JSON.stringify(apps)},
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	secretKey: 'a-secret-key-of-the-tests-0123456789',
});
`,
		...more,
	};
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(root, name)), {recursive: true});
		writeFileSync(path.join(root, name), text);
	}
	const project = await openProject(root);
	await createTables(project);
	return serve(t, project);
}

test('the form of docs/forms.md refuses, keeps what was typed, and redirects', async t => {
	const {url} = await siteOf(t, 'docs/forms.md', ['./guestbook'], {
		'urls.ts': `import {include, path} from 'quarterdeck';
export default [path('/', include('./guestbook/urls.ts'))];
`,
	});
	const empty = await fetch(url);
	const cookie = empty.headers.getSetCookie()[0]!.split(';')[0]!;
	const token = /name="csrfToken" value="([^"]+)"/.exec(await empty.text())![1]!;
	const send = (fields: Record<string, string>, headers = {}) =>
		fetch(url, {
			method: 'POST',
			headers: {cookie, ...headers},
			body: new URLSearchParams(fields),
			redirect: 'manual',
		});
	assert.equal((await send({name: 'Ada', text: 'Ahoy'})).status, 403);
	const refused = await send({csrfToken: token, name: 'Ada <3', text: ' '});
	const page = await refused.text();
	assert.match(page, /value="Ada &lt;3"[\s\S]*This field is required/);
	const signed = await send({csrfToken: token, name: 'Ada', text: 'Ahoy'});
	assert.deepEqual([signed.status, signed.headers.get('location')], [302, '/']);
	assert.match(await (await fetch(url)).text(), /<b>Ada<\/b>: Ahoy/);
	const byScript = await send({name: 'Eve', text: 'Hi'}, {'x-csrf-token': token});
	assert.equal(byScript.status, 302);
	assert.equal((await send({csrfToken: token, text: 'x'.repeat(70_000)})).status, 413);
});

test('the templates of docs/templates.md make one page', async t => {
	const {url} = await siteOf(t, 'docs/templates.md', ['./books'], {
		'urls.ts': `import {path} from 'quarterdeck';
import {list} from './books/views.ts';
export default [path('/', list), path('/nonce/', c => c.render('nonce.html'))];
`,
		'templates/nonce.html': '<%= it.year === new Date().getFullYear() %> <%= it.cspNonce %>',
		'books/entities.ts': '',
	});
	const page = await (await fetch(url)).text();
	assert.match(page, /<title>Books<\/title>[\s\S]*<li><em>Emma<\/em>\s*<\/li>/);
	const nonce = await fetch(`${url}/nonce/`);
	const [isThisYear, value] = (await nonce.text()).split(' ');
	assert.equal(isThisYear, 'true');
	assert.ok(nonce.headers.get('content-security-policy')!.includes(`'nonce-${value}'`));
});

test('sessions, static files and middleware are as docs/sessions-and-static-files.md says', async t => {
	const apps = ['./shop', 'quarterdeck/sessions'];
	const {url, log, project} = await siteOf(t, 'docs/sessions-and-static-files.md', apps, {
		'urls.ts': `import {path} from 'quarterdeck';
import {add, leave} from './shop/views.ts';
export default [path('/add/<int:book>/', add), path('/leave/', leave), path('/size/', c => c.render('size.html'))];
`,
		'templates/size.html': '<%= it.cartSize %>',
		'shop/entities.ts': '',
		'shop/static/site.css': 'p {}',
		'shop/static/site.css.gz': 'packed',
	});
	assert.deepEqual(
		project.apps.map(({label}) => label),
		['store', 'sessions'],
	);
	assert.match(log(), /shop: open/);
	const added = await fetch(`${url}/add/7/`, {redirect: 'manual'});
	const cookie = added.headers.getSetCookie()[0]!.split(';')[0]!;
	const sizeFor = async (headers: Record<string, string>) =>
		(await fetch(`${url}/size/`, {headers})).text();
	assert.deepEqual([await sizeFor({}), await sizeFor({cookie})], ['0', '1']);
	await fetch(`${url}/leave/`, {headers: {cookie}, redirect: 'manual'});
	assert.equal(await sizeFor({cookie}), '0');
	const plain = await fetch(`${url}/static/site.css`, {headers: {'accept-encoding': 'identity'}});
	assert.equal(await plain.text(), 'p {}');
	assert.equal(plain.headers.get('cache-control'), 'max-age=0');
	assert.ok(plain.headers.get('last-modified'));
});
