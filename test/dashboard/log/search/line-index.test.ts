import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {LineIndex} from '../../../../source/dashboard/log/search/line-index.ts';
import {stopTime} from '../../../support/clock.ts';

test('each line is tested once, and lines that leave memory are dropped', () => {
	const store = new LogStore(0, 4);
	const index = new LineIndex();
	const looked: string[] = [];
	const numbers = (key: string, passes: (line: string) => boolean) => {
		const lines = index.of(store, {key, passes, mayPass: () => true});
		assert.equal(lines.isFinal, true);
		assert.equal(lines.count, [...lines.walk(0, 1)].length);
		return [...lines.walk(0, 1)];
	};
	const even = (line: string) => {
		looked.push(line);
		return Number(line) % 2 === 0;
	};
	store.push(['0', '1', '2']);
	assert.deepEqual(numbers('even', even), [0, 2]);
	assert.deepEqual(numbers('even', even), [0, 2]);
	store.push(['3', '4', '5']);
	assert.deepEqual(numbers('even', even), [2, 4]);
	assert.deepEqual(looked, ['0', '1', '2', '3', '4', '5']);
	assert.deepEqual(
		numbers('odd', line => !even(line)),
		[3, 5],
		'another test looks at all that is known',
	);
});

test('a search of everything is final, however long it took', t => {
	const time = stopTime(t);
	const store = new LogStore(0, 4);
	store.push(['0', '1']);
	const slowly = () => {
		time.goOn(15);
		return true;
	};
	const lines = new LineIndex().of(store, {key: 'slow', passes: slowly, mayPass: () => true});
	assert.equal(lines.isFinal, true);
	assert.equal(lines.count, 2);
});
