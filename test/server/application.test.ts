import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startSite} from '../support/application.ts';
import {textOf, Visitor} from '../support/browser.ts';

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

	const login = await visitor.logIn('admin', password);
	assert.equal(login.location, '/account/');
	const home = await visitor.get('/account/');
	assert.equal(home.status, 200);
	assert.match(textOf(home.body), /Home of admin/);
});
