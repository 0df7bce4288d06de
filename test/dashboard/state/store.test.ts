import assert from 'node:assert/strict';
import test from 'node:test';
import {Store, storeInterval} from '../../../source/dashboard/state/store.ts';

test('many changes notify once; the newest state can be read at any time', t => {
	t.mock.timers.enable({apis: ['setTimeout']});
	const store = new Store({count: 0}, 50);
	let told = 0;
	const forget = store.subscribe(() => told++);
	for (let count = 1; count <= 1000; count++) store.change({count});
	assert.equal(store.snapshot().count, 1000);
	assert.equal(told, 0);
	t.mock.timers.tick(51);
	assert.equal(told, 1);
	forget();
	store.change({count: 0});
	t.mock.timers.tick(200);
	assert.equal(told, 1);
});

test('without an interval every change notifies', () => {
	const store = new Store({count: 0});
	let told = 0;
	store.subscribe(() => told++);
	store.change({count: 1});
	store.change({count: 2});
	assert.equal(told, 2);
});

test('over SSH there are fewer frames', () => {
	assert.equal(storeInterval({}), 50);
	assert.equal(storeInterval({SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'}), 200);
});
