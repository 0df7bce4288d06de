import assert from 'node:assert/strict';
import test from 'node:test';
import {startSite, withDatabase} from '../../support/application.ts';
import {hiddenFields, textOf, Visitor} from '../../support/browser.ts';

const password = 'correct horse battery staple';

test('a wrong login shows the form again, and the right one redirects to a page of the project', async t => {
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

test('no form changes what decides about access', async t => {
	const site = await startSite(t, {password});
	await withDatabase(site.project, (em, {User}) =>
		em.nativeUpdate(User, {}, {isSuperuser: false, isStaff: false}),
	);
	const visitor = new Visitor(site.url);
	const more = {isSuperuser: '1', isStaff: 'true', 'user[isStaff]': '1', userId: '2'};
	await visitor.submit('/accounts/login/', {username: 'admin', password, ...more});
	const next = 'another good one, and longer';
	const changed = {oldPassword: password, password: next, passwordAgain: next, ...more};
	assert.equal((await visitor.submit('/accounts/password_change/', changed)).status, 302);
	await withDatabase(site.project, async (em, {User}) => {
		const [user] = await em.find(User, {});
		assert.deepEqual([user!.id, user!.isSuperuser, user!.isStaff], [1, false, false]);
	});
});

test('password managers and pasting are welcome', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	const login = (await visitor.get('/accounts/login/')).body;
	assert.match(login, /name="username"[^>]* autocomplete="username"/);
	assert.match(login, /name="password"[^>]* autocomplete="current-password"/);
	await visitor.logIn('admin', password);
	const change = (await visitor.get('/accounts/password_change/')).body;
	assert.match(change, /name="password"[^>]* autocomplete="new-password"/);
	assert.doesNotMatch(login + change, /onpaste|maxlength|<script/);
});

test('after a login, next leads to a page of this site only', async t => {
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

test('a login that is not a form, or has no text in it, fails without a server error', async t => {
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

test('a new password ends the other sessions, and deactivating the user ends all', async t => {
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

test('logging out needs a POST and ends the session in the database, too', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	const get = await visitor.get('/accounts/logout/');
	assert.equal(get.status, 405);
	assert.equal(get.headers.get('allow'), 'POST, OPTIONS');
	assert.match(textOf(get.body), /It accepts: POST, OPTIONS\./);
	assert.match(site.log(), /Method Not Allowed \(GET\): \/accounts\/logout\/\n/);

	const stolen = new Map(visitor.cookies);
	const {body} = await visitor.get('/account/');
	assert.equal((await visitor.post('/accounts/logout/', hiddenFields(body))).location, '/');
	assert.ok(!visitor.cookies.has('sessionid'));
	const thief = new Visitor(site.url);
	for (const [name, value] of stolen) thief.cookies.set(name, value);
	assert.equal((await thief.get('/account/')).status, 302);
});
