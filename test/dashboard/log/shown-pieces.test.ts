import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {shownPieces} from '../../../source/dashboard/log/shown-pieces.ts';
import {freshView, type LogView} from '../../../source/dashboard/state/state.ts';

const {log} = freshView();
async function textOf(store: LogStore, part: Partial<LogView> = {}, total?: number) {
	let text = '';
	for await (const piece of shownPieces(store, {...log, ...part}, total)) text += piece;
	return text;
}

test('visible lines are written without colours, each with its end', async () => {
	const store = new LogStore(0);
	store.push(['GET 0', '\u001B[31mPOST 1\u001B[0m', 'GET 2']);
	assert.equal(await textOf(store), 'GET 0\nPOST 1\nGET 2\n');
	assert.equal(await textOf(store, {filter: 'get'}), 'GET 0\nGET 2\n');
	assert.equal(await textOf(store, {from: 2}), 'GET 2\n');
});

test('lines that come meanwhile are not part of it', async () => {
	const store = new LogStore(0);
	store.push(['one', 'two']);
	assert.equal(await textOf(store, {}, 1), 'one\n');
	assert.equal(await textOf(new LogStore(0)), '');
});

test('a log that grows faster than it is read is an error', async () => {
	const store = new LogStore(0);
	store.push(Array(500).fill('one'));
	store.push(['two']);
	const pieces = shownPieces(store, log);
	await pieces.next();
	store.scrollback.blocks.generation++;
	await assert.rejects(async () => {
		for await (const _ of pieces);
	}, /the log grew too fast/);
});
