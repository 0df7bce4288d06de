import assert from 'node:assert/strict';
import test from 'node:test';
import {Blocks, blockBytes} from '../../../../source/dashboard/log/file/blocks.ts';
import type {OpenLog} from '../../../../source/dashboard/log/file/open-log.ts';

const file = {isReadable: true} as OpenLog;
const gone = {isReadable: false} as OpenLog;

test('short pieces of one file are joined, until a block is full', () => {
	const blocks = new Blocks();
	blocks.add({first: 0, count: 2, file, start: 0, end: 100});
	blocks.add({first: 2, count: 3, file, start: 100, end: 300});
	assert.deepEqual(blocks.newest, {first: 0, count: 5, file, start: 0, end: 300});
	blocks.add({first: 5, count: 1, file, start: 300, end: 300 + blockBytes});
	blocks.add({first: 6, count: 1, file: undefined, start: 0, end: 0});
	assert.equal(blocks.lastId - blocks.firstId, 2);
});

test('ids stay when older blocks are added', () => {
	const blocks = new Blocks();
	blocks.add({first: 100, count: 5, file, start: 500, end: 600});
	const id = blocks.idOf(102);
	blocks.addBefore({first: 90, count: 10, file, start: 0, end: 500});
	assert.equal(blocks.idOf(102), id);
	assert.equal(blocks.get(id).first, 100);
	assert.equal(blocks.idOf(95), id - 1);
	assert.equal(blocks.idOf(0), blocks.firstId);
	assert.equal(blocks.idOf(9999), blocks.lastId);
});

test('blocks whose lines can no longer be read are dropped', () => {
	const blocks = new Blocks();
	blocks.add({first: 0, count: 10, file: gone, start: 0, end: 100});
	blocks.add({first: 10, count: 10, file: undefined, start: 0, end: 0});
	blocks.forget(5);
	assert.equal(blocks.oldest!.first, 0, 'its last lines are in memory');
	blocks.forget(10);
	assert.equal(blocks.oldest!.first, 10);
	blocks.forget(20);
	assert.equal(blocks.oldest, undefined);
});

test('after everything was dropped the generation is another one', () => {
	const blocks = new Blocks();
	const {generation} = blocks;
	blocks.clear();
	assert.notEqual(blocks.generation, generation);
});
