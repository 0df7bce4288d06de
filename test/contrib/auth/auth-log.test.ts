import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {plainAddress, quoted} from '../../../source/contrib/auth/auth-log.ts';
import type {AuthEvent} from '../../../source/index.ts';
import {type Site, startSite, tutorialProject, withDatabase} from '../../support/application.ts';
import {rawRequest, Visitor} from '../../support/browser.ts';
import {commandLine, converse} from '../../support/command-line.ts';
import {packageRoot} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

const password = 'correct horse battery staple';
const behindProxy = "trustedProxies: ['127.0.0.1'],";

/** What `onEvent` of a project's settings has heard. */
function heard(t: test.TestContext): {settings: string; events: AuthEvent[]} {
	const name = `heard${Math.random()}`;
	const events: AuthEvent[] = [];
	Object.assign(globalThis, {[name]: events});
	t.after(() => Reflect.deleteProperty(globalThis, name));
	return {settings: `auth: {onEvent: event => globalThis['${name}'].push(event)},`, events};
}

function linesOf(site: Site): string[] {
	return site
		.log()
		.split('\n')
		.filter(line => line.startsWith('auth: '));
}

function visitorFrom(site: Site, address: string): Visitor {
	return new Visitor(site.url, {'x-forwarded-for': address});
}

test('a login, a failure, a lockout, a change of the password and a logout are a line and an event each', async t => {
	const {settings, events} = heard(t);
	const site = await startSite(t, {password, settings: settings + behindProxy});
	events.length = 0;
	const ada = visitorFrom(site, '203.0.113.7');
	await ada.logIn('admin', password);
	const next = 'another good one, and longer';
	await ada.submit('/accounts/password_change/', {
		oldPassword: password,
		password: next,
		passwordAgain: next,
	});
	const {body} = await ada.get('/accounts/password_change/');
	const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(body)![1]!;
	await ada.post('/accounts/logout/', {csrfToken});
	const eve = visitorFrom(site, '2001:db8::1');
	for (let guess = 0; guess < 6; guess++) await eve.logIn('Admin', 'wrong');
	const lines = linesOf(site).map(line => line.replace(/\d+ seconds$/, 'some seconds'));
	assert.deepEqual(lines, [
		'auth: login for "admin" from 203.0.113.7',
		'auth: password changed for "admin" from 203.0.113.7',
		'auth: logout for "admin" from 203.0.113.7',
		...Array(5).fill('auth: login failed for "Admin" from 2001:db8::1'),
		'auth: locked out "Admin" from 2001:db8::1 for some seconds',
	]);
	const [first, last] = [events[0]!, events.at(-1)!];
	assert.ok(first.at instanceof Date);
	assert.deepEqual(
		{...first, at: 0},
		{type: 'login', username: 'admin', address: '203.0.113.7', at: 0},
	);
	assert.deepEqual([last.type, last.username, last.waitSeconds], ['locked-out', 'Admin', 32]);
	assert.equal(events.length, 9);
	assert.doesNotMatch(site.log() + JSON.stringify(events), /horse|another good|wrong/);
});

for (const [what, hook] of [
	['throws', '() => { throw new Error(\'down\\nauth: login for "x" from 1.2.3.4\'); }'],
	['rejects', 'async () => { throw new Error(\'down\\nauth: login for "x" from 1.2.3.4\'); }'],
]) {
	test(`an onEvent that ${what} is logged in one line, and breaks no login`, async t => {
		const site = await startSite(t, {password, settings: `auth: {onEvent: ${hook}},`});
		assert.equal((await new Visitor(site.url).logIn('admin', password)).status, 302);
		assert.deepEqual(linesOf(site), [
			'auth: login for "admin" from 127.0.0.1',
			'auth: onEvent failed: Error: down\\u{a}auth: login for \\u{22}x\\u{22} from 1.2.3.4',
		]);
	});
}

test('an onEvent that never ends breaks no login', async t => {
	const site = await startSite(t, {
		password,
		settings: 'auth: {onEvent: () => new Promise(() => {})},',
	});
	assert.equal((await new Visitor(site.url).logIn('admin', password)).status, 302);
});

test('the address is the visitor’s, whatever a visitor sends', async t => {
	const site = await startSite(t, {password, settings: behindProxy});
	for (const forwarded of [
		'1.2.3.4, 203.0.113.7',
		'1.2.3.4" from 9.9.9.9, 203.0.113.7',
		'for=1.2.3.4, 203.0.113.7',
		'::ffff:203.0.113.7',
	])
		await visitorFrom(site, forwarded).logIn('admin', 'wrong');
	assert.deepEqual(
		new Set(linesOf(site)),
		new Set(['auth: login failed for "admin" from 203.0.113.7']),
	);
	const direct = await startSite(t, {password});
	await visitorFrom(direct, '1.2.3.4').logIn('admin', 'wrong');
	assert.deepEqual(linesOf(direct), ['auth: login failed for "admin" from 127.0.0.1']);
});

test('with log.visitors the line of a request has address and user, also in production', async t => {
	const site = await startSite(t, {
		password,
		settings: `${behindProxy} environment: 'production', allowedHosts: ['127.0.0.1'], log: {visitors: true},`,
	});
	const ada = visitorFrom(site, '1.2.3.4, 203.0.113.7');
	await ada.logIn('admin', password);
	await ada.get('/account/');
	const requests = () => [...site.log().matchAll(/"[A-Z]+ (\S+) HTTP\/1\.1" .*?ms(.*)/g)];
	await until('three requests are logged', () => requests().length === 3);
	assert.deepEqual(
		requests().map(([, path, visitor]) => [path, visitor]),
		[
			['/accounts/login/', ' 203.0.113.7 -'],
			['/accounts/login/', ' 203.0.113.7 "admin"'],
			['/account/', ' 203.0.113.7 "admin"'],
		],
	);
});

test('a text between quotes is one line that nothing in it can end', () => {
	for (const [text, expected] of [
		['ada', '"ada"'],
		['Größe 数', '"Größe 数"'],
		['a"b\\c', '"a\\u{22}b\\u{5c}c"'],
		['a\r\nb\0\u007F\u009B', '"a\\u{d}\\u{a}b\\u{0}\\u{7f}\\u{9b}"'],
		[
			`\u202E\u2028\u2066${String.fromCharCode(0xd800)}\u{E0001}`,
			'"\\u{202e}\\u{2028}\\u{2066}\\u{d800}\\u{e0001}"',
		],
		['\u{1F600}'.repeat(200), `"${'\u{1F600}'.repeat(150)}…"`],
		['x'.repeat(100_000), `"${'x'.repeat(150)}…"`],
	] as const) {
		assert.equal(quoted(text), expected);
	}
});

test('an address is one, or unknown', () => {
	for (const [address, expected] of [
		['203.0.113.7', '203.0.113.7'],
		['::ffff:203.0.113.7', '203.0.113.7'],
		['fe80::1%eth0', 'fe80::1%eth0'],
		['', 'unknown'],
		['1.2.3.4\nx', 'unknown'],
		['1.2.3.4 from 5.6.7.8', 'unknown'],
	] as const) {
		assert.equal(plainAddress(address), expected);
	}
});

/** The filter in docs/security.md, as fail2ban reads it: an address in place of `<HOST>`. */
function hostIn(line: string): string | undefined {
	const documentation = readFileSync(path.join(packageRoot, 'docs/security.md'), 'utf8');
	const [, source] = /^failregex = (.*)$/m.exec(documentation)!;
	const host = String.raw`(?:::f{4,6}:)?(?<host>[\d.]+|[\da-f:.]+)`;
	return new RegExp(source!.replace('<HOST>', host), 'i').exec(line)?.groups?.host;
}

test('the documented filter of fail2ban finds failures and lockouts, and no line that a visitor forges', async t => {
	const views = `export const home = context => {
		if (context.query.q) throw new Error('no ' + context.query.q);
		context.body = 'home';
	};`;
	const site = await startSite(t, {password, views, settings: behindProxy});
	const victim = '198.51.100.1';
	const forged = `auth: login failed for "x" from ${victim}`;
	const names = [
		forged,
		`x" from ${victim}`,
		`x\n${forged}`,
		`x\r${forged}\u2028${forged}`,
		`\u001B[2K${forged}`,
	];
	for (const [index, name] of names.entries())
		await visitorFrom(site, `203.0.${index}.7`).logIn(name, 'wrong');
	const {port} = new URL(site.url);
	const host = `Host: 127.0.0.1:${port}\r\n`;
	await rawRequest(
		port,
		`GET /account/?q=${encodeURIComponent(`book\n${forged}\n`)} HTTP/1.1\r\n${host}`,
	);
	await rawRequest(port, `GET /${encodeURIComponent(`\n${forged}`)} HTTP/1.1\r\n${host}`);
	await rawRequest(port, `GET / HTTP/1.1\r\nHost: ${forged.replaceAll(' ', '\u00A0')}\r\n`);
	await rawRequest(port, `GET / HTTP/1.1\r\nHost: x\u0085${forged}\r\n`);
	await rawRequest(port, `GET / HTTP/1.1\r\n${host}X-Forwarded-For: ${victim}\u0085${forged}\r\n`);
	await visitorFrom(site, '203.0.113.7').logIn('admin', password);
	const found = site
		.log()
		.split(/[\n\r\u0085\u2028]/)
		.flatMap(line => hostIn(line) ?? []);
	assert.deepEqual(
		found,
		names.map((_, index) => `203.0.${index}.7`),
	);
	assert.match(site.log(), /Error: no book/, 'the error was logged');
	for (const [line, expected] of [
		['auth: locked out "ada" from 2001:db8::1 for 32 seconds', '2001:db8::1'],
		['web1 node[4711]: auth: login failed for "ada" from 203.0.113.7', '203.0.113.7'],
		['auth: login for "ada" from 203.0.113.7', undefined],
		['auth: logout for "ada" from 203.0.113.7', undefined],
	] as const) {
		assert.equal(hostIn(line), expected);
	}
});

test('a superuser whom the application’s own code creates is reported, and a refused one is not', async t => {
	const {settings, events} = heard(t);
	const site = await startSite(t, {settings});
	await withDatabase(site.project, async (em, {createSuperuser}) => {
		for (let time = 0; time < 2; time++)
			await createSuperuser(em, site.project.settings, {username: 'ada', email: '', password});
	});
	assert.deepEqual(linesOf(site), ['auth: superuser created: "ada"']);
	assert.deepEqual(
		events.map(({type, username}) => [type, username]),
		[['superuser-created', 'ada']],
	);
});

test('commands report a new superuser and a reset password, to the server’s log and the hook', async t => {
	const {settings, events} = heard(t);
	const root = tutorialProject(t, settings);
	await commandLine(root, ['migrate', '--noinput']);
	const create = (username: string) =>
		commandLine(
			root,
			['createsuperuser', '--username', username, '--password-stdin'],
			`${password}\n`,
		);
	assert.equal((await create('ada')).code, 0);
	assert.equal((await create('ada')).code, 1, 'the name is taken');
	const changing = converse(t, root, ['changepassword', 'ADA']);
	await changing.answer('Password: ', 'staple battery 43');
	await changing.answer('Password (again): ', 'staple battery 43');
	assert.equal(await changing.end(), 0);
	const log = path.join(root, '.quarterdeck/server.log');
	const by = String.raw`by [\w.-]+@[\w.-]+\n`;
	assert.match(
		readFileSync(log, 'utf8'),
		new RegExp(`^auth: superuser created: "ada" ${by}auth: password reset for "ada" ${by}$`),
	);
	assert.equal(statSync(log).mode & 0o777, 0o600);
	assert.deepEqual(
		events.map(({type, username, address}) => [type, username, address]),
		[
			['superuser-created', 'ada', undefined],
			['password-reset', 'ada', undefined],
		],
	);
	rmSync(log);
	mkdirSync(log);
	assert.equal((await create('grace')).code, 0, 'a log that cannot be written breaks nothing');
});
