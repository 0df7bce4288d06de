import assert from 'node:assert/strict';
import test from 'node:test';
import {SocketPool} from '../../../source/server/runner/socket-pool.ts';

test('sockets are kept for the next application until they are released', () => {
	const pool = new SocketPool();
	const closed: string[] = [];
	const sockets = ['a', 'b', 'c'].map(id => ({id, asked: id, address: '::', port: 8000, flags: 0}));
	for (const socket of sockets) pool.hold(socket, {close: () => closed.push(socket.id)});
	pool.release('b');
	pool.release('unknown');
	assert.deepEqual(
		pool.all.map(({socket}) => socket.id),
		['a', 'c'],
	);
	pool.releaseAll();
	assert.deepEqual(closed, ['b', 'a', 'c']);
	assert.deepEqual(pool.all, []);
});
