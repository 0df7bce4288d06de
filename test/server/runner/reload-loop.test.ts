import assert from 'node:assert/strict';
import test from 'node:test';
import {ReloadLoop, type Verdict} from '../../../source/server/runner/reload-loop.ts';

const row: Verdict[] = ['reload', 'reload', 'reload', 'wait', 'wait', 'loop', 'ignore', 'ignore'];

test('a file that changes with each start is a loop after a few reloads', () => {
	const loop = new ReloadLoop();
	assert.deepEqual(
		row.map(() => loop.judge(['/a.json'], true)),
		row,
	);
	assert.deepEqual(loop.files, ['/a.json']);
});

test('after a loop, other files reload, and the same one once the application has run for a while', () => {
	const loop = new ReloadLoop();
	for (const _ of row) loop.judge(['/a.json'], true);
	assert.equal(loop.judge(['/a.json', '/c.ts'], true), 'reload');
	assert.equal(loop.judge(['/b.ts'], false), 'reload');
	assert.equal(loop.judge(['/a.json'], true), 'ignore');
	assert.equal(loop.judge(['/a.json', '/b.ts'], true), 'reload');
	assert.equal(loop.judge(['/a.json'], false), 'reload');
});

test('saves of different files, and of one file that is seen to run, are no loop', () => {
	const loop = new ReloadLoop();
	for (let index = 0; index < 20; index++)
		assert.equal(loop.judge([`/${index % 2}.ts`], true), 'reload');
	for (let index = 0; index < 20; index++)
		assert.equal(loop.judge(['/a.ts'], index % 3 > 0), 'reload');
});
