import assert from 'node:assert/strict';
import test from 'node:test';
import {isLocalName, verifyHost} from '../../../source/server/web/host.ts';
import {contextOf} from '../../support/context.ts';

const isAllowed = (host: string, allowed: string[] = [], url = '/') => {
	try {
		verifyHost(allowed)(contextOf({headers: {host}, url}), async () => {});
		return true;
	} catch {
		return false;
	}
};

test('localhost is always allowed, with any port and in any case', () => {
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

test('a name that only resolves to this machine is not local', () => {
	assert.ok(isLocalName('127.0.0.1:8000'));
	assert.ok(!isLocalName('127.0.0.1.example.com'));
	assert.ok(!isLocalName(''));
});
