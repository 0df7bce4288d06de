import assert from 'node:assert/strict';
import {Writable} from 'node:stream';
import test from 'node:test';
import {isWritten} from '../../source/terminal/written.ts';

test('it waits until every stream has written everything', async () => {
	const done: (() => void)[] = [];
	const slow = () => new Writable({write: (_, __, callback) => void done.push(callback)});
	const streams = [slow(), slow()];
	for (const stream of streams) stream.write('text');
	let isOver = false;
	const written = isWritten(streams).then(() => {
		isOver = true;
	});
	done.shift()!();
	await new Promise(setImmediate);
	assert.equal(isOver, false);
	while (!isOver) {
		done.shift()?.();
		await new Promise(setImmediate);
	}
	await written;
});

test('a stream whose reader is gone is not waited for', async () => {
	const gone = new Writable({write: () => assert.fail('nothing is written')});
	gone.destroy();
	await isWritten([gone]);
});
