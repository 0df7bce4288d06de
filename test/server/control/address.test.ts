import assert from 'node:assert/strict';
import test from 'node:test';
import {isPublic, parseAddress, urlOf} from '../../../source/server/control/address.ts';

test('addresses have the same forms as in Django', () => {
	assert.deepEqual(parseAddress('8001'), {port: 8001});
	assert.deepEqual(parseAddress('0:8001'), {host: '0.0.0.0', port: 8001});
	assert.deepEqual(parseAddress('127.0.0.1:80'), {host: '127.0.0.1', port: 80});
	assert.deepEqual(parseAddress('localhost:1'), {host: 'localhost', port: 1});
	assert.deepEqual(parseAddress('[::1]:8001'), {host: '::1', port: 8001});
});

test('an invalid address is refused with one sentence', () => {
	for (const text of ['80x', '', 'a b:1', 'host:', ':8000', '::1:8000', '-1']) {
		assert.throws(() => parseAddress(text), {
			message: `"${text}" is not a valid port number or address:port pair.`,
			exitCode: 1,
		});
	}
	assert.throws(() => parseAddress('99999'), {
		message: '99999 is not a port number: the highest is 65535.',
		exitCode: 1,
	});
});

test('an address becomes a URL, and is public unless it is a loopback address', () => {
	assert.equal(urlOf({host: '::1', port: 8000}), 'http://[::1]:8000/');
	assert.equal(urlOf({host: 'localhost', port: 80}), 'http://localhost:80/');
	assert.equal(urlOf({host: '0.0.0.0', port: 53, isUdp: true}), 'udp://0.0.0.0:53');
	for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) assert.ok(!isPublic(host));
	for (const host of ['0.0.0.0', '::', '10.0.0.1']) assert.ok(isPublic(host));
});
