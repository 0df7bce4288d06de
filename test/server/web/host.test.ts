import assert from 'node:assert/strict';
import test from 'node:test';
import {isLocalName, verifyHost} from '../../../source/server/web/host.ts';
import {startSite} from '../../support/application.ts';
import {rawRequest} from '../../support/browser.ts';
import {contextOf} from '../../support/context.ts';

const isAllowed = (host: string, allowed: string[] = [], url = '/', options = {}) => {
	try {
		verifyHost(allowed, options)(contextOf({headers: {host}, url}), async () => {});
		return true;
	} catch {
		return false;
	}
};

test('localhost is allowed during development, with any port and in any case', () => {
	for (const host of [
		'localhost',
		'LOCALHOST:8000',
		'127.0.0.1',
		'[::1]:80',
		'a.localhost',
		'localhost.',
	])
		assert.ok(isAllowed(host), host);
});

test('in production, this machine has no name of its own', () => {
	const production = (host: string, allowed: string[] = []) =>
		isAllowed(host, allowed, '/', {production: true});
	const locals = ['localhost', 'localhost.', '127.0.0.1', '[::1]', 'a.localhost', 'LOCALHOST:8000'];
	for (const host of locals) {
		assert.ok(!production(host), host);
		assert.ok(!production(host, ['example.com']), host);
		assert.ok(production(host, ['.localhost', '127.0.0.1', '[::1]']), host);
		assert.ok(production(host, ['*']), host);
	}
	assert.ok(production('example.com', ['example.com']));
});

test('other hosts are allowed by name, by domain, or by *', () => {
	assert.ok(!isAllowed('example.com'));
	assert.ok(isAllowed('Example.com', ['example.com']));
	assert.ok(!isAllowed('www.example.com', ['example.com']));
	assert.ok(isAllowed('www.example.com', ['.example.com']));
	assert.ok(isAllowed('example.com', ['.example.com']));
	assert.ok(!isAllowed('notexample.com', ['.example.com']));
	assert.ok(isAllowed('anything.test', ['*']));
});

test('a malformed host, a second one, or an absolute URL is refused', () => {
	for (const host of ['', 'local host', 'localhost:99999999', 'a@localhost', 'localhost/x'])
		assert.ok(!isAllowed(host, ['*']), host);
	assert.ok(!isAllowed('localhost', [], 'http://localhost/'));
	const context = contextOf();
	context.req.rawHeaders = ['Host', 'localhost', 'host', 'localhost'];
	assert.throws(() => verifyHost([])(context, async () => {}), {status: 400});
});

test('a host name that only resolves to this machine is not local', () => {
	assert.ok(isLocalName('127.0.0.1:8000'));
	assert.ok(!isLocalName('127.0.0.1.example.com'));
	assert.ok(!isLocalName(''));
});

test('a request for a host that is not allowed gets 400', async t => {
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

test('a site in production answers to localhost only where it is listed', async t => {
	for (const [allowed, expected] of [
		["'example.com'", [400, 200]],
		["'example.com', 'localhost'", [200, 200]],
	] as const) {
		const site = await startSite(t, {
			settings: `environment: 'production', allowedHosts: [${allowed}],`,
		});
		const {port} = new URL(site.url);
		const status = async (host: string) => {
			const answer = await rawRequest(port, `GET /accounts/login/ HTTP/1.1\r\nHost: ${host}\r\n`);
			return Number(answer.slice(9, 12));
		};
		assert.deepEqual([await status('localhost'), await status('example.com')], expected);
		assert.equal(await status('127.0.0.1'), 400);
	}
});
