import assert from 'node:assert/strict';
import test from 'node:test';
import {Worker} from 'node:worker_threads';
import {logIn, tryLogin} from '../../../source/contrib/auth/login.ts';
import {importFromProject} from '../../../source/project/import/import-source.ts';
import {startSite, withDatabase} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';
import {contextOf} from '../../support/context.ts';
import {openUsers} from '../../support/users.ts';

const password = 'correct horse battery staple';

test('a login while the hash queue is full gets 503 and Retry-After, and does not count as a failure', async t => {
	const site = await startSite(t, {password});
	const {hashPassword} = await importFromProject('quarterdeck/auth', site.project.root);
	const visitors = Array.from({length: 6}, () => new Visitor(site.url));
	// No job reaches the thread, so the queue stays full.
	const held = t.mock.method(Worker.prototype, 'postMessage', () => {});
	const busy = Promise.allSettled(Array.from({length: 64}, () => hashPassword(password, 4)));
	for (const refused of await Promise.all(visitors.map(each => each.logIn('admin', password)))) {
		assert.equal(refused.status, 503);
		assert.equal(refused.headers.get('retry-after'), '5');
		assert.match(textOf(refused.body), /Too many people are logging in right now\./);
	}
	held.mock.restore();
	await (held.mock.calls[0]!.this as Worker).terminate();
	await busy;
	const [visitor] = visitors as [Visitor];
	assert.equal((await visitor.logIn('admin', password)).status, 302);
});

test('if the thread that hashes dies, the login fails, and the next one starts another thread', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.get('/accounts/login/');
	const deadly = t.mock.method(Worker.prototype, 'postMessage', function (this: Worker) {
		this.terminate();
	});
	assert.equal((await visitor.logIn('admin', password)).status, 500);
	assert.ok(!visitor.cookies.has('sessionid'));
	deadly.mock.restore();
	assert.equal((await visitor.logIn('admin', password)).status, 302);
});

test('a login inside a transaction on SQLite is refused instead of waiting for itself', async t => {
	const em = await openUsers(t);
	const context = Object.assign(contextOf(), {em});
	await em.begin();
	await assert.rejects(tryLogin(context, 'ann', password), /SQLite has one connection/);
	await em.rollback();
	await em.transactional(async () => {
		await assert.rejects(tryLogin(context, 'ann', password), /SQLite has one connection/);
		await assert.rejects(logIn(context, {} as never), /SQLite has one connection/);
	});
	assert.deepEqual(await tryLogin(context, 'ann', password), {waitSeconds: 0, result: undefined});
});

test('input that is far too long is refused without hashing it', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.get('/accounts/login/');
	const hashed = t.mock.method(Worker.prototype, 'postMessage');
	const megabyte = '\uFB01'.repeat(300_000);
	assert.equal((await visitor.logIn('admin', megabyte)).status, 413);
	assert.equal(hashed.mock.callCount(), 0);
	const long = await visitor.logIn(`${'\u0344'.repeat(2000)}`, '\u0344'.repeat(2000));
	assert.match(textOf(long.body), /Please enter a correct username and password/);
	assert.equal(hashed.mock.callCount(), 1, 'as for any unknown name');
});

test('every view has context.state.user, even without loginRequired', async t => {
	const site = await startSite(t, {
		password,
		views:
			"export const home = context => { context.body = String(context.state.user?.username ?? 'nobody'); };",
	});
	const visitor = new Visitor(site.url);
	assert.equal((await visitor.get('/account/')).body, 'nobody');
	await visitor.logIn('admin', password);
	assert.equal((await visitor.get('/account/')).body, 'admin');
});

test('superuserRequired admits superusers, redirects visitors to the login, and refuses other users', async t => {
	const site = await startSite(t, {
		password,
		views:
			"import {superuserRequired} from 'quarterdeck/auth';\nexport const home = superuserRequired(context => { context.body = 'the bridge'; });",
	});
	const visitor = new Visitor(site.url);
	assert.equal((await visitor.get('/account/')).location, '/accounts/login/?next=/account/');
	await visitor.logIn('admin', password);
	assert.equal((await visitor.get('/account/')).body, 'the bridge');
	await withDatabase(site.project, (em, {User}) => em.nativeUpdate(User, {}, {isSuperuser: false}));
	const refused = await visitor.get('/account/');
	assert.equal(refused.status, 403);
	assert.match(textOf(refused.body), /Only superusers may view this page\./);
});

test('a name that contains HTML is escaped on every page', async t => {
	const site = await startSite(t, {password});
	const name = '"><script>alert(1)</script>\u2028';
	await withDatabase(site.project, (em, {User}) => em.nativeUpdate(User, {}, {username: name}));
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	for (const page of [
		'/account/',
		'/accounts/password_change/',
		'/accounts/password_change/done/',
	]) {
		const {status, body} = await visitor.get(page);
		assert.equal(status, 200, page);
		assert.doesNotMatch(body, /<script/, page);
	}
	const again = await new Visitor(site.url).logIn(name, 'wrong', `/accounts/login/?next=${name}`);
	assert.doesNotMatch(again.body, /<script/);
});
