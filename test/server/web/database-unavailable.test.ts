import assert from 'node:assert/strict';
import test from 'node:test';
import {noticeLines} from '../../../source/server/child/banner.ts';
import {startSite, withDatabase} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';

const nobodyListens =
	"database: {driver: 'postgresql', host: '127.0.0.1', port: 1, name: 'shop', user: 'me', password: 'canary-of-tests'},";

test('a login without a database gets 503, and the server keeps running', async t => {
	const site = await startSite(t, {tables: false, settings: nobodyListens});
	const visitor = new Visitor(site.url);
	assert.match(
		(await noticeLines(site.project)).join('\n'),
		/database me@127\.0\.0\.1:1\/shop cannot/,
	);
	const {status, body, headers} = await visitor.logIn('admin', 'any password');
	assert.equal(status, 503);
	assert.equal(headers.get('retry-after'), '5');
	assert.match(
		textOf(body),
		/Database unavailable .*me@127\.0\.0\.1:1\/shop cannot be used: .*ECONNREFUSED/,
	);
	assert.match(site.log(), /Service Unavailable: \/accounts\/login\/\nThe postgresql database me@/);
	assert.doesNotMatch(body + site.log(), /canary|Internal Server Error/);
	assert.equal((await visitor.get('/accounts/login/')).status, 200);
	const stranger = new Visitor(site.url);
	const forwarded = {'x-forwarded-for': '198.51.100.7'};
	const fields = {username: 'a', password: 'b', csrfToken: ''};
	fields.csrfToken = /name="csrfToken" value="([^"]+)"/.exec(
		(await stranger.get('/accounts/login/')).body,
	)![1]!;
	const plain = await stranger.post('/accounts/login/', fields, forwarded);
	assert.equal(plain.status, 503);
	assert.doesNotMatch(plain.body, /postgresql|127\.0\.0\.1/);
});

test('a locked SQLite database is a 503, and is used again once it is free', async t => {
	const options = '{driverOptions: {timeout: 50}}';
	const site = await startSite(t, {
		settings: `database: {driver: 'sqlite', name: 'db.sqlite3', options: ${options}},`,
	});
	await withDatabase(site.project, async em => {
		await em.getConnection().execute('begin exclusive');
		const {status, body} = await new Visitor(site.url).logIn('admin', 'any password');
		assert.equal(status, 503, textOf(body));
		assert.match(textOf(body), /db\.sqlite3 cannot be used: .*database is locked/);
		await em.getConnection().execute('rollback');
	});
	assert.equal((await new Visitor(site.url).logIn('admin', 'any password')).status, 200);
});

test('a view’s connection refused by another server is an error in the view', async t => {
	const site = await startSite(t, {
		views: "export const home = () => fetch('http://127.0.0.1:1/');",
	});
	const {status, body} = await new Visitor(site.url).get('/account/');
	assert.equal(status, 500);
	assert.match(textOf(body), /fetch failed/);
});
