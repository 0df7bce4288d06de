import assert from 'node:assert/strict';
import test from 'node:test';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {SocketPool} from '../../../source/server/runner/socket-pool.ts';

test('the next application gets the same socket, by its port or its number', async () => {
	const pool = new SocketPool();
	const any = {host: '127.0.0.1', port: 0};
	const first = await pool.hold({...any, nth: 0});
	const second = await pool.hold({...any, nth: 1});
	assert.notEqual(first.port, second.port);
	assert.equal((await pool.hold({...any, nth: 0})).port, first.port);
	assert.equal((await pool.hold({...any, port: first.port, nth: 0})).handle, first.handle);
	assert.ok(pool.isHeld(second.port));
	pool.releaseAllBut(undefined);
	assert.ok(!pool.isHeld(first.port));
	assert.ok(await isPortFree('127.0.0.1', first.port));
});
