import assert from 'node:assert/strict';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Debounce} from '../../../source/project/watch/debounce.ts';
import {temporaryFolder} from '../../support/project.ts';

function debounceIn(t: TestContext, root = temporaryFolder(t)) {
	t.mock.timers.enable({apis: ['setTimeout', 'Date'], now: Date.now()});
	const reports: string[][] = [];
	return {debounce: new Debounce(root, paths => reports.push(paths)), reports, root};
}

test('changes that come together are reported once, after 20 quiet milliseconds', t => {
	const {debounce, reports} = debounceIn(t);
	debounce.add('a');
	t.mock.timers.tick(19);
	debounce.add('b');
	debounce.add('a');
	t.mock.timers.tick(19);
	assert.deepEqual(reports, []);
	t.mock.timers.tick(1);
	assert.deepEqual(reports, [['a', 'b']]);
});

test('changes that never pause are reported after 300 milliseconds', t => {
	const {debounce, reports} = debounceIn(t);
	for (let elapsed = 0; elapsed < 300; elapsed += 10) {
		debounce.add('a');
		t.mock.timers.tick(10);
	}
	assert.deepEqual(reports, [['a']]);
});

test('many changes wait for a longer pause', t => {
	const {debounce, reports} = debounceIn(t);
	for (const name of 'abcdef') debounce.add(name);
	t.mock.timers.tick(199);
	assert.deepEqual(reports, []);
	t.mock.timers.tick(1);
	assert.deepEqual(reports, [[...'abcdef']]);
});

test('nothing is reported while git holds its lock, unless the lock is stale', t => {
	const root = temporaryFolder(t);
	const lock = path.join(root, '.git/index.lock');
	mkdirSync(path.dirname(lock));
	const {debounce, reports} = debounceIn(t, path.join(root, 'shop'));
	writeFileSync(lock, '');
	debounce.add('a');
	t.mock.timers.tick(1000);
	assert.deepEqual(reports, []);
	rmSync(lock);
	t.mock.timers.tick(20);
	assert.deepEqual(reports, [['a']]);
	writeFileSync(lock, '');
	debounce.add('b');
	t.mock.timers.tick(12_000);
	assert.deepEqual(reports.at(-1), ['b']);
});

test('what is cancelled is not reported', t => {
	const {debounce, reports} = debounceIn(t);
	debounce.add('a');
	debounce.cancel();
	t.mock.timers.tick(1000);
	assert.deepEqual(reports, []);
});
