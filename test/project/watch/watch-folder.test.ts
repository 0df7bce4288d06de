import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {watchFolder} from '../../../source/project/watch/watch-folder.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

test('the files that exist are found first, then those that change', async t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, 'books'));
	writeFileSync(path.join(root, 'books/a.ts'), '');
	writeFileSync(path.join(root, 'ignored'), '');
	const found = new Set<string>();
	const notices: string[] = [];
	const watcher = await watchFolder(root, file => file.endsWith('ignored'), {
		onFile: file => found.add(path.relative(root, file)),
		notice: text => notices.push(text),
	});
	t.after(() => watcher.close());
	assert.ok(found.has('books/a.ts') && !found.has('ignored'));
	writeFileSync(path.join(root, 'books/b.ts'), '');
	await until('the new file is found', () => found.has('books/b.ts'));
	assert.deepEqual(notices, []);
});

test('nothing is found after the watcher is closed', async t => {
	const root = temporaryFolder(t);
	let count = 0;
	const listener = {onFile: () => count++, notice: () => {}};
	const watcher = await watchFolder(root, () => false, listener);
	await watcher.close();
	watcher.add([root]);
	count = 0;
	writeFileSync(path.join(root, 'late.ts'), '');
	const other = await watchFolder(root, () => false, {onFile: () => {}, notice: () => {}});
	t.after(() => other.close());
	assert.equal(count, 0);
});
