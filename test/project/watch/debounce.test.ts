import assert from 'node:assert/strict';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Debounce} from '../../../source/project/watch/debounce.ts';
import {stopTime} from '../../support/clock.ts';
import {temporaryFolder} from '../../support/project.ts';

function debounceIn(t: TestContext, root = temporaryFolder(t)) {
	t.mock.timers.enable({apis: ['setTimeout', 'Date'], now: Date.now()});
	const time = stopTime(t);
	const pass = (milliseconds: number) => {
		time.goOn(milliseconds);
		t.mock.timers.tick(milliseconds);
	};
	const reports: string[][] = [];
	return {debounce: new Debounce(root, paths => reports.push(paths)), reports, root, pass};
}

test('changes that come together are reported once, after 20 quiet milliseconds', t => {
	const {debounce, reports, pass} = debounceIn(t);
	debounce.add('a');
	pass(19);
	debounce.add('b');
	debounce.add('a');
	pass(19);
	assert.deepEqual(reports, []);
	pass(1);
	assert.deepEqual(reports, [['a', 'b']]);
});

test('changes that never pause are reported after 300 milliseconds', t => {
	const {debounce, reports, pass} = debounceIn(t);
	for (let elapsed = 0; elapsed < 300; elapsed += 10) {
		debounce.add('a');
		pass(10);
	}
	assert.deepEqual(reports, [['a']]);
});

test('many changes wait for a longer pause', t => {
	const {debounce, reports, pass} = debounceIn(t);
	for (const name of 'abcdef') debounce.add(name);
	pass(199);
	assert.deepEqual(reports, []);
	pass(1);
	assert.deepEqual(reports, [[...'abcdef']]);
});

test('nothing is reported while git holds its lock, unless the lock is stale', t => {
	const root = temporaryFolder(t);
	const lock = path.join(root, '.git/index.lock');
	mkdirSync(path.dirname(lock));
	const {debounce, reports, pass} = debounceIn(t, path.join(root, 'shop'));
	writeFileSync(lock, '');
	debounce.add('a');
	pass(1000);
	assert.deepEqual(reports, []);
	rmSync(lock);
	pass(20);
	assert.deepEqual(reports, [['a']]);
	writeFileSync(lock, '');
	debounce.add('b');
	pass(12_000);
	assert.deepEqual(reports.at(-1), ['b']);
});

test('what is cancelled is not reported', t => {
	const {debounce, reports, pass} = debounceIn(t);
	debounce.add('a');
	debounce.cancel();
	pass(1000);
	assert.deepEqual(reports, []);
});

test('a clock that jumps delays nothing, and a lock from the future is stale', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.git'));
	const {debounce, reports, pass} = debounceIn(t, root);
	writeFileSync(path.join(root, '.git/index.lock'), '');
	t.mock.timers.setTime(Date.now() - 24 * 60 * 60_000);
	debounce.add('a');
	pass(20);
	assert.deepEqual(reports, [['a']]);
});
