import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import test, {type TestContext} from 'node:test';
import Koa from 'koa';
import {Session} from '../../../source/contrib/sessions/entities.ts';
import sessions from '../../../source/contrib/sessions/middleware.ts';
import {Visitor} from '../../support/browser.ts';
import {openSessions} from '../../support/sessions.ts';

/** A Koa application with sessions: `/count` counts a visitor's requests, all other pages do nothing. */
async function serveSessions(t: TestContext) {
	const em = await openSessions(t);
	const application = new Koa();
	application.use((context, next) => {
		context.em = em.fork();
		return next();
	});
	application.use(sessions({application} as never) as never);
	application.use(context => {
		const {session} = context as unknown as {session: {count?: number}};
		if (context.path === '/count') session.count = (session.count ?? 0) + 1;
		context.body = String(session.count);
	});
	const server = createServer(application.callback()).listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	t.after(() => server.closeAllConnections());
	t.after(() => server.close());
	return {em, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

test('a visitor with an empty session gets neither a cookie nor a row', async t => {
	const {em, url} = await serveSessions(t);
	const visitor = new Visitor(url);
	assert.equal((await visitor.get('/')).body, 'undefined');
	assert.equal(visitor.cookies.size, 0);
	assert.equal(await em.count(Session), 0);
});

test('what a view stores in the session is there at the visitor’s next request', async t => {
	const {em, url} = await serveSessions(t);
	const [first, second] = [new Visitor(url), new Visitor(url)];
	for (const count of ['1', '2']) assert.equal((await first.get('/count')).body, count);
	assert.equal((await second.get('/count')).body, '1');
	assert.equal((await first.get('/')).body, '2');
	assert.equal(await em.count(Session), 2);
	assert.ok(Buffer.from(first.cookies.get('sessionid')!, 'base64url').length >= 32, '256 bits');
});
