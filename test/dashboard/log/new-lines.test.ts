import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {newLines} from '../../../source/dashboard/log/new-lines.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';

const {log} = freshView();
const counted = (store: LogStore, view: Partial<typeof log>) => {
	const {lines, errors} = newLines(store, {...log, top: 0, ...view});
	return [lines, errors];
};

test('lines and errors since the pause are counted on, those before it are not', () => {
	const store = new LogStore(0);
	store.push(['TypeError: old', 'one']);
	assert.deepEqual(counted(store, {pausedAt: 2}), [0, 0]);
	store.push(['two', 'TypeError: new']);
	assert.deepEqual(counted(store, {pausedAt: 2}), [2, 1]);
	assert.deepEqual(counted(store, {pausedAt: 2}), [2, 1]);
	store.push(['fine', 'ReferenceError: x']);
	assert.deepEqual(counted(store, {pausedAt: 2}), [4, 2]);
	assert.deepEqual(counted(store, {pausedAt: 5}), [1, 1], 'paused again');
});

test('only visible lines count', () => {
	const store = new LogStore(0);
	store.push(['GET /a', 'POST /a', 'WARN /a', 'TypeError: /a']);
	assert.deepEqual(counted(store, {pausedAt: 1, filter: '!POST'}), [2, 1]);
	assert.deepEqual(counted(store, {pausedAt: 0, level: 'warn'}), [2, 1]);
	assert.deepEqual(counted(store, {pausedAt: 0, filter: 'nothing'}), [0, 0]);
	store.push(['TypeError: nothing']);
	assert.deepEqual(counted(store, {pausedAt: 0, filter: 'nothing'}), [1, 1]);
});

test('lines that have left memory uncounted still came', () => {
	const store = new LogStore(0, 10);
	store.push(['one']);
	assert.deepEqual(counted(store, {pausedAt: 1}), [0, 0]);
	for (let round = 0; round < 10; round++) store.push(Array(600).fill('line'));
	assert.deepEqual(counted(store, {pausedAt: 1}), [6000, 0]);
});

test('the numbers that are left free for skipped lines do not count', () => {
	const store = new LogStore(0, 10);
	store.push(['one', 'two']);
	assert.deepEqual(counted(store, {pausedAt: 1}), [1, 0]);
	store.push(['a', 'b'], {stretch: {path: '/none', device: 0, inode: 0}, start: 9, end: 13});
	assert.deepEqual(counted(store, {pausedAt: 1}), [3, 0]);
});
