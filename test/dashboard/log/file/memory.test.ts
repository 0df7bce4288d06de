import assert from 'node:assert/strict';
import test from 'node:test';
import type {Block} from '../../../../source/dashboard/log/file/blocks.ts';
import {Memory} from '../../../../source/dashboard/log/file/memory.ts';

const block = (first: number, count = 10): Block => {
	return {first, count, file: undefined, start: 0, end: 0};
};
const text = (memory: Memory, of: Block, from?: number) => memory.of(of, from)?.toString();

test('bytes are added to the end of a block, more than it was made for, too', () => {
	const memory = new Memory();
	const one = block(0);
	assert.equal(memory.first, 0);
	memory.add(one, Buffer.from('one\n'));
	memory.add(one, Buffer.from('two\n'));
	assert.equal(text(memory, one), 'one\ntwo\n');
	assert.equal(text(memory, one, 4), 'two\n');
	memory.add(one, Buffer.alloc(1_000_000, 'x'));
	assert.equal(text(memory, one)!.slice(0, 10), 'one\ntwo\nxx');
	assert.equal(memory.of(one)!.length, 1_000_008);
});

test('blocks before a line are dropped, the newest never, and their memory is used again', () => {
	const memory = new Memory();
	const blocks = [block(0), block(10), block(20)];
	for (const one of blocks) memory.add(one, Buffer.from(`${one.first}\n`));
	const {buffer} = memory.of(blocks[0]!)!;
	memory.release(9);
	assert.equal(text(memory, blocks[0]!), '0\n', 'its last line is wanted');
	memory.release(15);
	assert.deepEqual(
		blocks.map(one => text(memory, one)),
		[undefined, '10\n', '20\n'],
	);
	assert.equal(memory.first, 10);
	const next = block(30);
	memory.add(next, Buffer.from('30\n'));
	assert.equal(memory.of(next)!.buffer, buffer);
	memory.release(1000);
	assert.deepEqual([text(memory, blocks[2]!), text(memory, next)], [undefined, '30\n']);
});

test('long lines do not fill the memory: the oldest are dropped', () => {
	const memory = new Memory();
	const blocks = Array.from({length: 300}, (_, index) => block(index, 1));
	for (const one of blocks) {
		memory.add(one, Buffer.alloc(64_000, 'x'));
		memory.release(0);
	}
	const kept = blocks.filter(one => memory.of(one));
	assert.ok(kept.length > 100 && kept.length < 250, `${kept.length} blocks`);
	assert.equal(kept.at(-1), blocks.at(-1));
	assert.equal(memory.first, kept[0]!.first);
});
