import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import {get} from 'node:http';
import path from 'node:path';
import test from 'node:test';
import {startSite} from '../../support/application.ts';
import {rawRequest, textOf, Visitor} from '../../support/browser.ts';
import {until} from '../../support/wait.ts';

const password = 'correct horse battery staple';

test('loginRedirectUrl leads to a page that needs a login and greets the user', async t => {
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

test('before migrate, a login is answered with the missing table and the unapplied migrations', async t => {
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

test('in production, error pages show no routes, tables or reasons', async t => {
	const site = await startSite(t, {
		tables: false,
		settings: "environment: 'production', debug: true, allowedHosts: ['127.0.0.1'],",
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

test('debug pages are shown on this machine only', async t => {
	const site = await startSite(t);
	const {body} = await new Visitor(site.url).get('/nowhere', {'x-forwarded-for': '198.51.100.7'});
	assert.doesNotMatch(body, /accounts/);
});

test('an error in a view is shown and logged with its stack, without secrets', async t => {
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

test('a visitor who leaves in the middle of an answer is one line of the log, and no stack', async t => {
	const printed = t.mock.method(console, 'error', () => {});
	const site = await startSite(t, {
		views:
			"import {Readable} from 'node:stream';\nexport function home(context: any) {\n\tcontext.body = new Readable({read() { this.push('a'.repeat(1000)); }});\n}",
	});
	await new Promise<void>(resolve => {
		get(`${site.url}/account/`, response => {
			response.once('data', () => response.destroy()).once('close', resolve);
		});
	});
	await until('the request is logged', () => /"GET \/account\/ HTTP\/1\.1" 200/.test(site.log()));
	await new Promise(setImmediate);
	assert.doesNotMatch(site.log(), /PREMATURE|Error/);
	assert.deepEqual(
		printed.mock.calls.map(call => call.arguments),
		[],
	);
});

test('input is escaped in pages and loses its control characters in the log', async t => {
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

test('an address without its slash redirects to the page with one', async t => {
	const site = await startSite(t);
	const answer = await new Visitor(site.url).get('/accounts/login?next=/a');
	assert.deepEqual([answer.status, answer.location], [301, '/accounts/login/?next=/a']);
	assert.equal((await new Visitor(site.url).get('//evil.example')).status, 404);
});

test('a project’s template overrides an app’s, and an app can add middleware', async t => {
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
