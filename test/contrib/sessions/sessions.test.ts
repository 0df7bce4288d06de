import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import test from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {importFromProject} from '../../../source/project/import/import-source.ts';
import {type Site, serve, startSite, withDatabase} from '../../support/application.ts';
import {Visitor} from '../../support/browser.ts';
import {runCommand} from '../../support/run-command.ts';

const password = 'correct horse battery staple';
const hour = 60 * 60_000;

/** Runs with access to the stored sessions. */
async function withSessions<T>(
	{project}: Site,
	work: (em: EntityManager, Session: any) => Promise<T>,
): Promise<T> {
	const {Session} = await importFromProject('quarterdeck/sessions', project.root);
	return withDatabase(project, em => work(em, Session));
}

function shift(site: Site, times: {createdAt?: number; expiresAt?: number}): Promise<number> {
	const values = Object.fromEntries(
		Object.entries(times).map(([name, milliseconds]) => [
			name,
			new Date(Date.now() + milliseconds),
		]),
	);
	return withSessions(site, (em, Session) => em.nativeUpdate(Session, {}, values));
}

async function isLoggedIn(visitor: Visitor): Promise<boolean> {
	return (await visitor.get('/account/')).status === 200;
}

test('a session ends after a day without a request, and each request extends it', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	await shift(site, {expiresAt: hour});
	assert.ok(await isLoggedIn(visitor));
	const [row] = await withSessions(site, (em, Session) => em.find<any>(Session, {}));
	const left = row.expiresAt.getTime() - Date.now();
	assert.ok(left > 23 * hour && left <= 24 * hour, `${left} ms`);
	await shift(site, {expiresAt: -1000});
	assert.ok(!(await isLoggedIn(visitor)));
});

test('a session ends after fourteen days even if it is in use', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	await shift(site, {createdAt: -14 * 24 * hour + hour});
	assert.ok(await isLoggedIn(visitor));
	await shift(site, {createdAt: -14 * 24 * hour - 1000});
	assert.ok(!(await isLoggedIn(visitor)));
});

test('a session id that was planted before the login is worthless after it', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	visitor.cookies.set('sessionid', 'planted');
	await visitor.logIn('admin', password);
	assert.notEqual(visitor.cookies.get('sessionid'), 'planted');
	const thief = new Visitor(site.url);
	thief.cookies.set('sessionid', 'planted');
	assert.ok(!(await isLoggedIn(thief)));
});

test('each login starts a new session id and replaces the old session; only the id’s hash is stored', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	const rowsOf = () => withSessions(site, (em, Session) => em.find<any>(Session, {}));
	await visitor.get('/accounts/login/');
	await visitor.get('/nowhere');
	assert.equal((await rowsOf()).length, 0);

	await visitor.logIn('admin', password);
	const first = visitor.cookies.get('sessionid')!;
	const login = await visitor.logIn('admin', password);
	const second = visitor.cookies.get('sessionid')!;
	assert.notEqual(first, second);
	assert.match(
		login.headers.getSetCookie().join('\n'),
		/sessionid=[^;]+;.*samesite=lax; httponly/i,
	);
	const rows = await rowsOf();
	assert.equal(rows.length, 1);
	assert.ok(!JSON.stringify(rows).includes(second));
	assert.equal(rows[0]!.key, createHash('sha256').update(second).digest('hex'));
});

test('the contents of the session table do not let anyone log in', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	const [row] = await withSessions(site, (em, Session) => em.find<any>(Session, {}));
	const id = visitor.cookies.get('sessionid')!;
	assert.ok(Buffer.from(id, 'base64url').length >= 32, '256 bits');
	assert.equal(row.key, createHash('sha256').update(id).digest('hex'));
	const thief = new Visitor(site.url);
	thief.cookies.set('sessionid', row.key);
	assert.ok(!(await isLoggedIn(thief)));
});

test('on https the cookies are Secure and __Host-, and cookies from http are ignored', async t => {
	const site = await startSite(t, {password, settings: "trustedProxies: ['127.0.0.1'],"});
	const https = {'x-forwarded-proto': 'https', origin: site.url.replace('http:', 'https:')};
	const visitor = new Visitor(site.url, https);
	const login = await visitor.logIn('admin', password);
	assert.equal(login.status, 302);
	const cookies = login.headers.getSetCookie();
	for (const name of ['sessionid', 'csrf']) assert.ok(!visitor.cookies.has(name), name);
	assert.ok(visitor.cookies.has('__Host-csrf'));
	assert.match(
		cookies.find(cookie => cookie.startsWith('__Host-sessionid'))!,
		/^__Host-sessionid=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/i,
	);
	assert.ok(await isLoggedIn(visitor));
	const overHttp = new Visitor(site.url);
	for (const [name, value] of visitor.cookies) overHttp.cookies.set(name, value);
	assert.ok(!(await isLoggedIn(overHttp)));
	const {body} = await visitor.get('/account/');
	const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(body)![1]!;
	await visitor.post('/accounts/logout/', {csrfToken});
	assert.ok(!visitor.cookies.has('__Host-sessionid'));
	assert.match(
		(await new Visitor(site.url).logIn('admin', password)).headers.getSetCookie().join('\n'),
		/^sessionid=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; httponly$/im,
		'without https, the cookie has no prefix',
	);
});

test('a new secret key ends no session while the old one is a fallback', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	const {project} = site;
	const old = project.settings.secretKey;
	const secretKey = 'another-secret-key-of-the-tests-987654';
	const isLoggedInWith = async (secretKeyFallbacks: string[]) => {
		const settings = {...project.settings, secretKey, secretKeyFallbacks};
		const later = new Visitor((await serve(t, {...project, settings})).url);
		for (const [name, value] of visitor.cookies) later.cookies.set(name, value);
		return isLoggedIn(later);
	};
	assert.equal(await isLoggedInWith([old]), true);
	assert.equal(await isLoggedInWith([]), false);
});

test('clearsessions deletes expired sessions only', async t => {
	const site = await startSite(t, {password});
	await new Visitor(site.url).logIn('admin', password);
	const {root} = site.project;
	const text = async () => (await runCommand(root, 'clearsessions')).events.at(-1).text;
	assert.equal(await text(), 'Deleted 0 expired sessions.');
	await shift(site, {expiresAt: -1000});
	await new Visitor(site.url).logIn('admin', password);
	await shift(site, {createdAt: -15 * 24 * hour});
	assert.equal(await text(), 'Deleted 1 expired session.');
});
