import assert from 'node:assert/strict';
import test from 'node:test';
import {listenWhere} from '../../../source/server/production/address.ts';

const settings = {host: '127.0.0.1', port: 8000};

test('a socket from systemd overrides PORT, and PORT overrides the settings', () => {
	const LISTEN_PID = String(process.pid);
	assert.deepEqual(listenWhere(settings, {LISTEN_FDS: '1', LISTEN_PID, PORT: '1'}), {fd: 3});
	assert.deepEqual(listenWhere(settings, {PORT: '8080'}), {host: '127.0.0.1', port: 8080});
	assert.deepEqual(listenWhere(settings, {}), settings);
	assert.deepEqual(listenWhere(settings, {PORT: ''}), settings);
});

test('a PORT that is not a port number is refused', () => {
	for (const PORT of ['http', '-1', '65536', '80 ']) {
		assert.throws(() => listenWhere(settings, {PORT}), {code: 'port'}, PORT);
	}
});
