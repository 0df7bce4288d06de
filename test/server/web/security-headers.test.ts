import assert from 'node:assert/strict';
import test from 'node:test';
import {startSite} from '../../support/application.ts';
import {rawRequest, Visitor} from '../../support/browser.ts';

const production =
	"environment: 'production', allowedHosts: ['127.0.0.1'], trustedProxies: ['127.0.0.1'],";

test('in production every response has the headers against framing, sniffing, http and leaks', async t => {
	const site = await startSite(t, {settings: production});
	const visitor = new Visitor(site.url, {'x-forwarded-proto': 'https'});
	for (const path of ['/accounts/login/', '/nowhere', '/account/', '/static/none.css']) {
		const {headers} = await visitor.get(path);
		assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
		assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN', path);
		assert.equal(headers.get('referrer-policy'), 'same-origin', path);
		assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path);
		assert.equal(
			headers.get('strict-transport-security'),
			'max-age=31536000; includeSubDomains',
			path,
		);
		const policy = headers.get('content-security-policy')!;
		assert.match(policy, /script-src 'self' 'nonce-[^']+';|default-src 'none'/, path);
		assert.match(policy, /frame-ancestors '(?:self|none)'/, path);
		assert.equal(headers.get('x-powered-by'), null, path);
	}
});

test('during development there is no Strict-Transport-Security, which a browser would keep for localhost', async t => {
	const site = await startSite(t);
	const answer = await rawRequest(
		new URL(site.url).port,
		'GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n',
	);
	assert.match(answer, /X-Content-Type-Options: nosniff/i);
	assert.doesNotMatch(answer, /Strict-Transport-Security/i);
});
