import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {snapshotPath} from '../../../source/migrations/schema/snapshot.ts';
import {snapshotAfter} from '../../../source/migrations/squash/past-snapshots.ts';
import {changesOf} from '../../support/changes.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the snapshot on disk is that of the last migration, git has those of others', t => {
	const folder = temporaryFolder(t);
	const app = {...changesOf('shop').app, migrationsFolder: folder};
	const write = (name: string, text = '') => writeFileSync(path.join(folder, name), text);
	const files = ['0001_one', '0002_two'].map(name => ({
		name,
		path: path.join(folder, `${name}.ts`),
	}));
	const after = (count: number) => snapshotAfter(app, 'sqlite', files.slice(0, count) as any)?.head;
	const git = (...words: string[]) =>
		execFileSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@example.org', ...words], {
			cwd: folder,
		});
	git('init', '--quiet');
	for (const {name} of files) {
		write(`${name}.ts`);
		writeFileSync(snapshotPath(app, 'sqlite'), JSON.stringify({head: name}));
		git('add', '.');
		git('commit', '--quiet', `--message=${name}`);
	}
	assert.deepEqual([after(2), after(1)], ['0002_two', '0001_one']);
	write('0002_two.ts', 'edited');
	assert.equal(after(1), '0001_one', 'a later migration does not matter');
	write('0001_one.ts', 'edited');
	assert.equal(after(1), undefined, 'the migration was another when the snapshot was committed');
});

test('without git and without a snapshot nothing is found', t => {
	const app = {...changesOf('shop').app, migrationsFolder: temporaryFolder(t)};
	const file: any = {name: '0001_one', path: path.join(app.migrationsFolder, '0001_one.ts')};
	assert.equal(snapshotAfter(app, 'sqlite', [file]), undefined);
});
