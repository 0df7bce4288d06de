import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {startSite, type Wishes} from '../../support/application.ts';
import {hiddenFields, textOf, Visitor} from '../../support/browser.ts';

const password = 'correct horse battery staple';

const urls = `import {csrfExempt, include, path} from 'quarterdeck';

const answer = context => {
	context.body = \`\${context.method} done\`;
};

export default [
	path('/done', answer),
	path('/hook', csrfExempt(answer)),
	path('/account/', include('./accounts/urls.ts')),
	path('/accounts/', include('quarterdeck/auth/urls')),
];
`;

function start(t: TestContext, wishes: Wishes = {}) {
	return startSite(t, {
		password,
		prepare: root => writeFileSync(path.join(root, 'urls.ts'), urls),
		...wishes,
	});
}

async function tokenFor(visitor: Visitor, page = '/accounts/login/'): Promise<string> {
	return hiddenFields((await visitor.get(page)).body).csrfToken!;
}

test('unsafe methods need a token in the form or in a header; safe methods need none', async t => {
	const {url} = await start(t);
	const visitor = new Visitor(url);
	const token = await tokenFor(visitor);
	const cookie = [...visitor.cookies].map(pair => pair.join('=')).join('; ');
	const ask = async (method: string, headers: Record<string, string> = {}, query = '') =>
		(await fetch(`${url}/done${query}`, {method, headers: {cookie, origin: url, ...headers}}))
			.status;
	for (const method of ['GET', 'HEAD', 'OPTIONS']) assert.notEqual(await ask(method), 403, method);
	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
		assert.equal(await ask(method), 403, method);
		assert.equal(
			await ask(method, {}, `?csrfToken=${token}`),
			403,
			'an address is no place for it',
		);
		assert.equal(await ask(method, {'x-csrf-token': token}), 200, method);
	}
	assert.equal((await visitor.post('/done', {csrfToken: token})).status, 200);
});

test('an unreadable or missing body is a 403 and not a server error', async t => {
	const site = await start(t);
	const visitor = new Visitor(site.url);
	await tokenFor(visitor);
	const cookie = [...visitor.cookies].map(pair => pair.join('=')).join('; ');
	for (const [type, body] of [
		[undefined, undefined],
		['application/json', 'null'],
		['application/json', '[]'],
		['application/json', '{"csrfToken": {"a": 1}}'],
		['application/json', '{"csrfToken": ["a", "b"]}'],
		['multipart/form-data; boundary=b', '--b\r\n\r\n--b--'],
		['application/octet-stream', '\0\x01'],
		['application/x-www-form-urlencoded', 'csrfToken=a&csrfToken=b'],
		['application/x-www-form-urlencoded', 'csrfToken=%ff%00'],
	] as const) {
		const headers = {cookie, origin: site.url, ...(type && {'content-type': type})};
		const {status} = await fetch(`${site.url}/done`, {method: 'POST', body: body ?? null, headers});
		assert.ok(status === 403 || (body === 'null' && status === 400), `${type} ${body}: ${status}`);
	}
	assert.doesNotMatch(site.log(), /Internal Server Error/);
});

test('a token belongs to one session, and a login creates a new one', async t => {
	const {url} = await start(t);
	const visitor = new Visitor(url);
	const before = await tokenFor(visitor);
	await visitor.logIn('admin', password);
	assert.equal((await visitor.post('/done', {csrfToken: before})).status, 403);
	const after = await tokenFor(visitor, '/account/');
	assert.equal((await visitor.post('/done', {csrfToken: after})).status, 200);
	assert.notEqual(await tokenFor(visitor, '/account/'), after, 'masked anew in each page');

	const other = new Visitor(url);
	await other.logIn('admin', password);
	assert.equal((await other.post('/done', {csrfToken: after})).status, 403);
});

test('one view can be exempt without the others', async t => {
	const {url} = await start(t);
	const {status, body} = await new Visitor(url).post('/hook', {}, {origin: 'http://evil.example'});
	assert.deepEqual([status, body], [200, 'POST done']);
	assert.equal((await new Visitor(url).post('/done', {})).status, 403);
});

test('on https, a request from the same host over http is refused', async t => {
	const {url} = await start(t, {settings: "trustedProxies: ['127.0.0.0/8'],"});
	const https = url.replace('http:', 'https:');
	const visitor = new Visitor(url, {'x-forwarded-proto': 'https'});
	const csrfToken = await tokenFor(visitor);
	const post = async (headers: Record<string, string>) =>
		visitor.post('/done', {csrfToken}, {origin: '', ...headers});
	assert.equal((await post({origin: https})).status, 200);
	const refused = await post({origin: url});
	assert.match(textOf(refused.body), /Origin checking failed/);
	assert.equal((await post({referer: `${url}/`})).status, 403);
	assert.equal((await post({referer: `${https}/`})).status, 200);
	assert.equal((await post({})).status, 403, 'neither Origin nor Referer');
});

test('a form without its token, with another visitor’s, or from another site is refused', async t => {
	const site = await startSite(t, {password});
	const fields = {username: 'admin', password};
	const visitor = new Visitor(site.url);
	const refused = async (
		reason: RegExp,
		given: Record<string, string>,
		headers: Record<string, string> = {},
	) => {
		const {status, body} = await visitor.post('/accounts/login/', {...fields, ...given}, headers);
		assert.equal(status, 403);
		assert.match(body, /<title>Forbidden \(403\)<\/title>/);
		const text = textOf(body);
		assert.match(text, /CSRF verification failed\. Request aborted\. Reason given for failure/);
		assert.match(text, reason);
	};
	await refused(/CSRF cookie not set\./, {});
	const {csrfToken} = hiddenFields((await visitor.get('/accounts/login/')).body) as {
		csrfToken: string;
	};
	await refused(/CSRF token missing\./, {});
	await refused(/CSRF token incorrect\./, {csrfToken: 'AAAA'});
	const other = await new Visitor(site.url).get('/accounts/login/');
	await refused(/CSRF token incorrect\./, hiddenFields(other.body));
	for (const origin of [
		'null',
		'http://evil.example',
		`${site.url}0`,
		'http://127.0.0.1.evil:80',
	]) {
		await refused(/Origin checking failed/, {csrfToken}, {origin});
	}
	await refused(
		/Origin checking failed/,
		{csrfToken},
		{origin: '', 'sec-fetch-site': 'cross-site'},
	);
	await refused(
		/Referer checking failed/,
		{csrfToken},
		{origin: '', referer: 'http://evil.example/'},
	);
	assert.match(site.log(), /Forbidden \(CSRF cookie not set\.\): \/accounts\/login\/\n/);
	assert.equal(
		(await visitor.post('/accounts/login/', {...fields, csrfToken})).location,
		'/accounts/profile/',
	);
});
