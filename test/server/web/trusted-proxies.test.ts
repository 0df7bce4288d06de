import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {startSite} from '../../support/application.ts';
import {Visitor} from '../../support/browser.ts';

/** @returns what a view sees of a request: its visitor's address, scheme and host */
async function seenBy(t: TestContext, trusted: string) {
	const {url} = await startSite(t, {
		tables: false,
		settings: `trustedProxies: ${trusted},`,
		views:
			'export const home = context => { context.body = [context.ip, context.protocol, context.hostname].join(" "); };',
	});
	return async (headers: Record<string, string>) =>
		(await new Visitor(url).get('/account/', headers)).body;
}

test('without trusted proxies, no header changes anything', async t => {
	const seen = await seenBy(t, '[]');
	assert.equal(
		await seen({
			'x-forwarded-for': '203.0.113.1',
			'x-forwarded-proto': 'https',
			'x-forwarded-host': 'evil.example',
		}),
		'127.0.0.1 http 127.0.0.1',
	);
});

test('the visitor is the rightmost address that is not a trusted proxy', async t => {
	const seen = await seenBy(t, "['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']");
	const address = async (forwarded: string) =>
		(await seen({'x-forwarded-for': forwarded})).split(' ')[0];
	assert.equal(await address('203.0.113.1'), '203.0.113.1');
	assert.equal(await address('198.51.100.66, 203.0.113.1'), '203.0.113.1');
	assert.equal(await address('203.0.113.1, 10.1.2.3, 2001:db8::5'), '203.0.113.1');
	assert.equal(await address('::ffff:10.0.0.1'), '::ffff:10.0.0.1');
	assert.equal(await address('203.0.113.1, unknown, 10.0.0.1'), '10.0.0.1');
	assert.equal(await address('<script>'), '127.0.0.1');
	assert.equal(await address(''), '127.0.0.1');
});

test('a trusted proxy’s scheme counts, its host does not', async t => {
	const seen = await seenBy(t, "['127.0.0.1']");
	assert.equal(
		await seen({'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example'}),
		'127.0.0.1 https 127.0.0.1',
	);
	assert.equal(await seen({'x-forwarded-proto': 'javascript'}), '127.0.0.1 http 127.0.0.1');
	assert.equal(await seen({'x-forwarded-proto': 'https, http'}), '127.0.0.1 http 127.0.0.1');
});
