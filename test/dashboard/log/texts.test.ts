import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {
	lastError,
	placeInSource,
	shownText,
	withStack,
} from '../../../source/dashboard/log/texts.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';

const store = new LogStore(0);
store.push([
	'GET /',
	'\u001B[31mTypeError: author is null\u001B[39m',
	'    at emit (node:events:518:28)',
	'    at query (/srv/shop/node_modules/knex/lib/client.js:10:3)',
	'    at create (file:///srv/shop/accounts/comment.ts:41:17)',
	'GET /after',
]);
const view = freshView().log;

test('a line of a stack is copied with the whole stack, without colours', () => {
	const block = withStack(store, 3);
	assert.match(block, /^TypeError: author is null\n {4}at emit/);
	assert.equal(block.split('\n').length, 4);
	assert.equal(lastError(store, view), block);
	assert.equal(withStack(store, 0), 'GET /');
});

test('the place of an error is its first frame in the project', () => {
	assert.deepEqual(placeInSource(store, 1), {file: '/srv/shop/accounts/comment.ts', line: 41});
	assert.equal(placeInSource(store, 5), undefined);
});

test('the visible text is what passes the filter', () => {
	assert.equal(shownText(store, {...view, filter: 'get'}, 0, 5), 'GET /\nGET /after');
});
