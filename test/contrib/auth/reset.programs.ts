import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {resetLinksSent} from '../../../source/contrib/auth/reset-email.ts';
import {isResetToken, resetToken} from '../../../source/contrib/auth/reset-link.ts';
import {type Site, startSite, withDatabase} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';
import {smtpServer} from '../../support/smtp.ts';

const password = 'correct horse battery staple';
const next = 'another good one, and longer';
const newOne = {password: next, passwordAgain: next};

async function shop(t: TestContext, more = '') {
	const mail = await smtpServer(t);
	const site = await startSite(t, {
		password,
		settings: `email: {transport: 'smtp://${mail.host}'}, ${more}`,
	});
	await withDatabase(site.project, (em, {User}) =>
		em.nativeUpdate(User, {}, {email: 'Ada@Example.com'}),
	);
	return {site, mail};
}

type Mail = Awaited<ReturnType<typeof smtpServer>>;

/** Asks for a link and takes it out of the e-mail. */
async function linkFor({site, mail}: {site: Site; mail: Mail}): Promise<string> {
	const message = mail.next();
	const asked = await new Visitor(site.url).submit('/accounts/password_reset/', {
		email: 'ada@example.com',
	});
	assert.deepEqual([asked.status, asked.location], [302, '/accounts/password_reset/done/']);
	const text = (await message).text.replaceAll('=\r\n', '').replaceAll('=3D', '=');
	const [, link] = /(\/accounts\/reset\/\w+\/\S+\/)\r\n/.exec(text)!;
	assert.ok(text.includes(`${site.url}${link}`), text);
	return link!;
}

async function isGood(site: Site, link: string): Promise<boolean> {
	const visitor = new Visitor(site.url);
	const {status, location} = await visitor.get(link);
	return status === 302 && /set-password/.test(location!);
}

test('a forgotten password: a link sets a new one, once', async t => {
	const all = await shop(t);
	const {site} = all;
	const elsewhere = new Visitor(site.url);
	await elsewhere.logIn('admin', password);
	const login = await new Visitor(site.url).get('/accounts/login/');
	assert.match(login.body, /href="\/accounts\/password_reset\/">Forgotten your password\?/);
	const link = await linkFor(all);
	const visitor = new Visitor(site.url);
	const opened = await visitor.get(link);
	assert.match(opened.location!, /^\/accounts\/reset\/\w+\/set-password\/$/);
	assert.equal(opened.headers.get('referrer-policy'), 'no-referrer');
	const weak = await visitor.submit(opened.location!, {password: 'x', passwordAgain: 'x'});
	assert.match(textOf(weak.body), /This password is too short/);
	const set = await visitor.submit(opened.location!, newOne);
	assert.equal(set.location, '/accounts/reset/done/');
	assert.match((await visitor.get(set.location!)).body, /href="\/accounts\/login\/"/);
	assert.equal((await elsewhere.get('/account/')).status, 302, 'other sessions have ended');
	assert.equal((await new Visitor(site.url).logIn('admin', password)).status, 200);
	assert.equal((await new Visitor(site.url).logIn('admin', next)).status, 302);
	assert.equal(await isGood(site, link), false, 'the link is used');
	const again = await new Visitor(site.url).get(link);
	assert.match(textOf(again.body), /The password reset link was invalid/);
	assert.match(site.log(), /auth: password reset requested for "admin" from 127\.0\.0\.1/);
	assert.match(site.log(), /auth: password reset for "admin" from 127\.0\.0\.1/);
	const token = link.split('/').at(-2)!;
	assert.ok(!site.log().includes(token), site.log());
	assert.match(site.log(), /"GET \/accounts\/reset\/\w+\/…\/ HTTP/);
});

test('a link is worth nothing after a login, a new password or a new address', async t => {
	const all = await shop(t);
	const {site} = all;
	const first = await linkFor(all);
	assert.equal(await isGood(site, first), true);
	await new Visitor(site.url).logIn('admin', password);
	assert.equal(await isGood(site, first), false, 'after a login');
	const second = await linkFor(all);
	const update = (values: object) =>
		withDatabase(site.project, (em, {User}) => em.nativeUpdate(User, {}, values as never));
	await update({isActive: false});
	assert.equal(await isGood(site, second), false, 'of an inactive user');
	await update({isActive: true});
	assert.equal(await isGood(site, second), true);
	await update({email: 'ada@example.org'});
	assert.equal(await isGood(site, second), false, 'after a change of the address');
});

test('a link is for one user, a day and one secret key, and cannot be changed', t => {
	const keys = {secretKey: 'a-secret-key', secretKeyFallbacks: ['older']};
	const user = {id: 1, password: 'hash', email: 'a@b.c', lastLogin: null} as never;
	t.mock.timers.enable({apis: ['Date'], now: Date.UTC(2026, 10, 30)});
	const token = resetToken(user, keys);
	assert.equal(isResetToken(token, user, keys), true);
	assert.equal(isResetToken(resetToken(user, {...keys, secretKey: 'older'}), user, keys), true);
	assert.equal(isResetToken(resetToken(user, {...keys, secretKey: 'other'}), user, keys), false);
	for (const change of [{id: 2}, {password: 'x'}, {email: 'x@b.c'}, {lastLogin: new Date()}])
		assert.equal(isResetToken(token, {...(user as object), ...change} as never, keys), false);
	assert.equal(isResetToken(token, undefined, keys), false);
	const later = `${(Date.now() + 86_400_001).toString(36)}${token.slice(token.indexOf('-'))}`;
	for (const wrong of ['', '-', later, `${token}x`, `${token.slice(0, -2)}__`, 'set-password'])
		assert.equal(isResetToken(wrong, user, keys), false, wrong);
	t.mock.timers.tick(24 * 60 * 60_000 - 1);
	assert.equal(isResetToken(token, user, keys), true);
	t.mock.timers.tick(1);
	assert.equal(isResetToken(token, user, keys), false, 'expired');
});

test('the answer is the same for anybody, and links go to active users with that very address', async t => {
	const {site, mail} = await shop(t);
	const ask = async (email: string) => {
		const {status, location, body} = await new Visitor(site.url).submit(
			'/accounts/password_reset/',
			{email},
		);
		await resetLinksSent();
		return {status, location, body, sent: mail.received.splice(0).map(({to}) => to[0])};
	};
	const known = await ask('ADA@example.com');
	const unknown = await ask('eve@example.com');
	assert.deepEqual({...known, sent: []}, {...unknown, sent: []});
	assert.deepEqual([known.sent, unknown.sent], [['Ada@example.com'], []]);
	assert.deepEqual((await ask('ada@exámple.com')).sent, []);
	await withDatabase(site.project, async (em, {createSuperuser}) => {
		const fields = {username: 'grace', email: 'ada@example.com', password};
		await createSuperuser(em, site.project.settings, fields);
	});
	assert.deepEqual((await ask('ada@example.com')).sent.sort(), [
		'Ada@example.com',
		'ada@example.com',
	]);
	await withDatabase(site.project, (em, {User}) => em.nativeUpdate(User, {}, {isActive: false}));
	assert.deepEqual((await ask('ada@example.com')).sent, []);
	assert.equal((await ask('ada@example.com\r\nBcc: eve@example.com')).status, 200);
	assert.equal((await ask('')).status, 200);
});

test('an address gets few e-mails, and so does whoever asks for many', async t => {
	const {site, mail} = await shop(t);
	const ask = async (email: string) =>
		(await new Visitor(site.url).submit('/accounts/password_reset/', {email})).status;
	const answers: number[] = [];
	for (let count = 0; count < 5; count++) answers.push(await ask('ada@example.com'));
	assert.deepEqual(answers, [302, 302, 302, 429, 429]);
	await resetLinksSent();
	assert.equal(mail.received.length, 3);
	const others: number[] = [];
	for (let count = 0; count < 20; count++) others.push(await ask(`eve${count}@example.com`));
	assert.equal(others.filter(status => status === 429).length, 3, '20 from one network');
	const login = await new Visitor(site.url).logIn('admin', password);
	assert.equal(login.status, 302, 'logins are counted apart');
});

test('a host that is not allowed gets no link, and a mail server that refuses is a line in the log', async t => {
	const site = await startSite(t, {
		password,
		settings: "email: {transport: 'smtp://ada:password-of-ada@127.0.0.1:1'},",
	});
	await withDatabase(site.project, (em, {User}) =>
		em.nativeUpdate(User, {}, {email: 'ada@example.com'}),
	);
	const visitor = new Visitor(site.url, {'x-forwarded-host': 'evil.example'});
	const asked = await visitor.submit('/accounts/password_reset/', {email: 'ada@example.com'});
	assert.equal(asked.status, 302);
	await resetLinksSent();
	assert.match(
		site.log(),
		/password reset: The e-mail could not be sent through 127\.0\.0\.1: .*ECONNREFUSED/,
	);
	assert.doesNotMatch(site.log(), /password-of-ada|evil/);
});

test('in production, without a mail server, there is no such page and no link to it', async t => {
	const site = await startSite(t, {
		settings: "environment: 'production', allowedHosts: ['127.0.0.1'],",
	});
	const visitor = new Visitor(site.url);
	assert.equal((await visitor.get('/accounts/password_reset/')).status, 404);
	assert.doesNotMatch((await visitor.get('/accounts/login/')).body, /password_reset/);
});
