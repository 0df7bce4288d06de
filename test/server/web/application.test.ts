import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {test} from 'node:test';
import {type Site, startSite, withDatabase} from '../../support/application.ts';
import {hiddenFields, textOf, Visitor} from '../../support/browser.ts';
import {until} from '../../support/wait.ts';

const password = 'correct horse battery staple';

test('a wrong login shows the form again, the right one leads to a page that lists the routes tried', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);

	const wrong = await visitor.logIn('admin', 'not it');
	assert.equal(wrong.status, 200);
	assert.match(
		textOf(wrong.body),
		/Please enter a correct username and password\. Note that both fields may be case-sensitive\./,
	);
	assert.match(wrong.body, /value="admin"/);
	assert.ok(!visitor.cookies.has('sessionid'));

	const blank = await visitor.logIn('', '');
	assert.equal(textOf(blank.body).match(/This field is required\./g)?.length, 2);

	const right = await visitor.logIn('admin', password);
	assert.equal(right.status, 302);
	assert.equal(right.location, '/accounts/profile/');

	const notFound = await visitor.get(right.location!);
	assert.equal(notFound.status, 404);
	assert.match(notFound.body, /<title>Page not found \(404\)<\/title>/);
	const text = textOf(notFound.body);
	assert.match(text, /Request method ?GET/);
	assert.match(text, /Request URL ?http:\/\/127\.0\.0\.1:\d+\/accounts\/profile\//);
	assert.match(
		text,
		/in this order: \/account\/ \[name='home'\] \/accounts\/login\/ \[name='login'\] \/accounts\/logout\/ \[name='logout'\]/,
	);
	assert.match(text, /The current path, accounts\/profile\/, didn’t match any of these\./);
	assert.match(text, /loginRedirectUrl: '\/account\/'/);
	assert.match(
		site.log(),
		/Not Found: \/accounts\/profile\/\n\[.+\] "GET \/accounts\/profile\/ HTTP\/1\.1" 404 \d+ \d+ms\n/,
	);
});

test('loginRedirectUrl leads to the home template, which asks for a login first', async t => {
	const site = await startSite(t, {password, settings: "loginRedirectUrl: '/account/',"});
	const visitor = new Visitor(site.url);

	const anonymous = await visitor.get('/account/');
	assert.equal(anonymous.location, '/accounts/login/?next=/account/');
	assert.equal(visitor.cookies.size, 0);
	await until('it is logged', () => / 302 0 \d+ms\n/.test(site.log()));

	const login = await visitor.logIn('admin', password);
	assert.equal(login.location, '/account/');
	const home = await visitor.get('/account/');
	assert.equal(home.status, 200);
	assert.match(textOf(home.body), /Home of admin/);
});

test('before migrate, the login form is shown, and posting it names the table and what is pending', async t => {
	const site = await startSite(t, {tables: false});
	const visitor = new Visitor(site.url);
	const {status, body, headers} = await visitor.logIn('admin', password);
	assert.equal(status, 500);
	const text = textOf(body);
	assert.match(text, /No such table: auth_user/);
	assert.match(text, /2 unapplied migrations auth\.0001_initial sessions\.0001_initial/);
	assert.match(text, /Run quarterdeck migrate, or press M in the dashboard/);
	assert.equal(headers.get('cache-control'), 'no-store');
	assert.match(
		site.log(),
		/Internal Server Error: \/accounts\/login\/\n.*no such table: auth_user/,
	);
});

test('a form without its token, with another visitor’s, or from elsewhere is refused', async t => {
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

test('what is sent as something else than a form is refused, and no failure of ours', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	const {csrfToken} = hiddenFields((await visitor.get('/accounts/login/')).body);
	const cookie = [...visitor.cookies].map(pair => pair.join('=')).join('; ');
	const send = (body: string, type: string) =>
		fetch(`${site.url}/accounts/login/`, {
			method: 'POST',
			body,
			redirect: 'manual',
			headers: {cookie, 'content-type': type, 'x-csrf-token': csrfToken!},
		});
	for (const fields of [
		{username: {$ne: null}, password: {$ne: null}},
		{username: ['admin'], password: [password]},
		{username: 'admin', password: {length: 1}},
		{username: 1, password: true},
	]) {
		const answer = await send(JSON.stringify(fields), 'application/json');
		assert.equal(answer.status, 200);
		assert.match(textOf(await answer.text()), /Please enter a correct username and password/);
	}
	assert.equal((await send('[]', 'application/json')).status, 200);
	assert.equal((await send('{', 'application/json')).status, 400);
	assert.equal((await send('x', 'multipart/form-data; boundary=b')).status, 200);
	assert.equal((await send('a'.repeat(100_000), 'application/x-www-form-urlencoded')).status, 413);
	assert.doesNotMatch(site.log(), /Internal Server Error/);
});

test('next leads to a page of this site, and nowhere else', async t => {
	const site = await startSite(t, {password});
	const next = async (wanted: string) => {
		const path = `/accounts/login/?next=${encodeURIComponent(wanted)}`;
		return (await new Visitor(site.url).logIn('admin', password, path)).location;
	};
	assert.equal(await next('/account/?a=1'), '/account/?a=1');
	assert.equal(await next('https://evil.example/'), '/accounts/profile/');
	assert.equal(await next('//evil.example/'), '/accounts/profile/');
	assert.equal(await next('/..//evil.example/'), '/accounts/profile/');
});

test('logging out takes a POST; it ends the session in the database as well', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	const get = await visitor.get('/accounts/logout/');
	assert.equal(get.status, 405);
	assert.equal(get.headers.get('allow'), 'POST');
	assert.match(site.log(), /Method Not Allowed \(GET\): \/accounts\/logout\/\n/);

	const stolen = new Map(visitor.cookies);
	const {body} = await visitor.get('/account/');
	assert.equal((await visitor.post('/accounts/logout/', hiddenFields(body))).location, '/');
	assert.ok(!visitor.cookies.has('sessionid'));
	const thief = new Visitor(site.url);
	for (const [name, value] of stolen) thief.cookies.set(name, value);
	assert.equal((await thief.get('/account/')).status, 302);
});

test('a login goes on under a new session id, whose hash alone is stored', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.get('/accounts/login/');
	await visitor.get('/nowhere');
	assert.equal((await rowsOf(site)).length, 0);

	await visitor.logIn('admin', password);
	const first = visitor.cookies.get('sessionid')!;
	const login = await visitor.logIn('admin', password);
	const second = visitor.cookies.get('sessionid')!;
	assert.notEqual(first, second);
	assert.match(
		login.headers.getSetCookie().join('\n'),
		/sessionid=[^;]+;.*samesite=lax; httponly/i,
	);
	const rows = await rowsOf(site);
	assert.equal(rows.length, 1);
	assert.ok(!JSON.stringify(rows).includes(second));
	assert.equal(rows[0]!.key, createHash('sha256').update(second).digest('hex'));
});

test('a new password ends the other sessions, and so does making the user inactive', async t => {
	const site = await startSite(t, {password});
	const here = new Visitor(site.url);
	const elsewhere = new Visitor(site.url);
	await here.logIn('admin', password);
	await elsewhere.logIn('admin', password);
	const path = '/accounts/password_change/';
	const weak = await here.submit(path, {
		oldPassword: 'wrong',
		password: '12345',
		passwordAgain: '12345',
	});
	assert.match(textOf(weak.body), /Your old password was entered incorrectly\./);
	assert.match(textOf(weak.body), /This password is entirely numeric\./);
	const changed = await here.submit(path, {
		oldPassword: password,
		password: 'another good one',
		passwordAgain: 'another good one',
	});
	assert.equal(changed.location, '/accounts/password_change/done/');
	assert.equal((await here.get(changed.location!)).status, 200);
	assert.equal((await elsewhere.get('/account/')).status, 302);

	await withDatabase(site.project, async (em, {User}) =>
		em.nativeUpdate(User, {username: 'admin'}, {isActive: false}),
	);
	assert.equal((await here.get('/account/')).status, 302);
	const refused = await new Visitor(site.url).logIn('admin', 'another good one');
	assert.match(textOf(refused.body), /Please enter a correct username and password/);
});

test('hosts that nobody allowed are refused before anything else', async t => {
	const site = await startSite(t, {settings: "allowedHosts: ['.example.com'],"});
	const port = new URL(site.url).port;
	const answers = async (host: string) =>
		(await rawRequest(port, `GET /accounts/login/ HTTP/1.1\r\nHost: ${host}\r\n`)).slice(9, 12);
	for (const host of [
		'localhost',
		`127.0.0.1:${port}`,
		'[::1]:8000',
		'shop.localhost',
		'example.com',
		'www.example.com',
		'LOCALHOST.',
	]) {
		assert.equal(await answers(host), '200', host);
	}
	for (const host of [
		'evil.example',
		'127.0.0.1.evil',
		'a@localhost',
		'localhost:80x',
		'localhost:123456',
		'notexample.com',
		'',
		'localhost/evil',
		'localhost\r\nHost: localhost',
	]) {
		assert.equal(await answers(host), '400', JSON.stringify(host));
	}
	const absolute = await rawRequest(
		port,
		'GET http://evil.example/accounts/login/ HTTP/1.1\r\nHost: localhost\r\n',
	);
	assert.equal(absolute.slice(9, 12), '400');
});

test('in production, pages tell nothing of the inside', async t => {
	const site = await startSite(t, {
		tables: false,
		settings: "environment: 'production', debug: true,",
	});
	const visitor = new Visitor(site.url);
	const missing = await visitor.get('/nowhere');
	assert.equal(missing.status, 404);
	assert.doesNotMatch(missing.body, /accounts/);
	const broken = await visitor.logIn('admin', password);
	assert.equal(broken.status, 500);
	assert.doesNotMatch(broken.body, /auth_user|migrat|node_modules/);
	const refused = await visitor.post('/accounts/login/', {});
	assert.match(textOf(refused.body), /CSRF verification failed\. Request aborted\./);
	assert.doesNotMatch(refused.body, /token (missing|incorrect)/);
});

test('the debug pages are for this machine alone', async t => {
	const site = await startSite(t);
	const {body} = await new Visitor(site.url).get('/nowhere', {'x-forwarded-for': '198.51.100.7'});
	assert.doesNotMatch(body, /accounts/);
});

test('an error of a view is shown with its stack, without secrets; both are in the log', async t => {
	const site = await startSite(t, {
		views:
			"export function home() {\n\tthrow new Error('<b>broken</b> password=canary7 postgres://me:canary8@db/x');\n}",
	});
	process.env.SHOP_API_KEY = 'canary1-of-the-environment';
	process.env.SHOP_MIRROR = 'https://me:canary2@mirror.example/';
	process.env.SHOP_NAME = '<i>shop</i>';
	t.after(() => {
		for (const name of ['API_KEY', 'MIRROR', 'NAME']) delete process.env[`SHOP_${name}`];
	});
	const headers = {
		authorization: 'Bearer canary3',
		cookie: 'sessionid=canary4',
		'x-hub-signature': 'canary5',
		referer: 'http://localhost/?token=canary6&page=7',
	};
	const {status, body} = await new Visitor(site.url).get('/account/?token=canary9&page=8', headers);
	assert.equal(status, 500);
	assert.match(textOf(body), /Request headers .*referer ?http:\/\/localhost\/\?token=…&page=7/i);
	assert.match(textOf(body), /Environment .*SHOP_API_KEY ?… SHOP_MIRROR ?https:\/\/me:…@mirror/);
	assert.match(body, /&lt;i&gt;shop/);
	assert.match(body, /&lt;b&gt;broken&lt;\/b&gt;/);
	assert.match(body, /accounts\/views\.ts:2/);
	assert.match(textOf(body), /> 2 throw new Error\('<b>broken/);
	assert.match(site.log(), /Internal Server Error: \/account\/\nError: <b>broken/);
	assert.doesNotMatch(body + site.log(), /canary/);
});

test('what a visitor sends is escaped in pages and harmless in the log', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	const page = await visitor.get('/<script>alert(1)</script>');
	assert.doesNotMatch(page.body, /<script/);
	const login = await visitor.logIn('"><script>alert(1)</script>', 'x');
	assert.doesNotMatch(login.body, /<script/);
	const {port} = new URL(site.url);
	const head = 'POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n';
	await rawRequest(port, `${head}Origin: http://\u009B2Jevil\u009D0;title\u0007\r\n`);
	await rawRequest(port, `${head}Origin: http://\u009B2Jevil\r\n`);
	await until('it is logged', () => site.log().includes('evil'));
	assert.doesNotMatch(site.log(), /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
});

test('an address without its slash leads to the page with one', async t => {
	const site = await startSite(t);
	const answer = await new Visitor(site.url).get('/accounts/login?next=/a');
	assert.deepEqual([answer.status, answer.location], [301, '/accounts/login/?next=/a']);
	assert.equal((await new Visitor(site.url).get('//evil.example')).status, 404);
});

test('a project’s template comes before an app’s, and an app of the project adds middleware', async t => {
	const site = await startSite(t, {
		prepare(root) {
			mkdirSync(path.join(root, 'templates/auth'), {recursive: true});
			writeFileSync(
				path.join(root, 'templates/auth/login.html'),
				'<p>Own page, <%= it.greeting %> <%= it.nothing %></p>',
			);
			writeFileSync(
				path.join(root, 'accounts/middleware.ts'),
				"export default () => async (context, next) => {\n\tcontext.templateValues.greeting = () => Promise.resolve('<Ahoy>');\n\tawait next();\n};\n",
			);
		},
	});
	const {body} = await new Visitor(site.url).get('/accounts/login/');
	assert.equal(body, '<p>Own page, &lt;Ahoy&gt; </p>');
});

function rowsOf(site: Site): Promise<{key: string}[]> {
	return withDatabase(site.project, em =>
		em.getConnection().execute('select session_key as key from session'),
	);
}

/** For requests that no well-behaved client sends. @returns the whole answer */
function rawRequest(port: string, head: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let answer = '';
		const socket = connect(Number(port), '127.0.0.1');
		socket.on('error', reject).on('end', () => resolve(answer));
		socket.setEncoding('latin1').on('data', text => {
			answer += text;
		});
		socket.end(`${head}Connection: close\r\n\r\n`, 'latin1');
	});
}
