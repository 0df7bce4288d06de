import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import type {App} from '../../project/apps/app-registry.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import type {MigrationFile} from '../files/loader.ts';
import {readSnapshotFile, type Snapshot, snapshotPath} from '../schema/snapshot.ts';

/**
 * The schema after one of an app's migrations: the snapshot on disk is that of the last one, those of
 * others are in git if they were committed.
 * @param files the migration and all of the app before it, oldest first: a committed snapshot does not
 *   count if one of them was different then
 */
export function snapshotAfter(
	app: App,
	driver: Dialect,
	files: MigrationFile[],
): Snapshot | undefined {
	const {name} = files.at(-1)!;
	const file = snapshotPath(app, driver);
	const now = existsSync(file) ? readSnapshotFile(file) : undefined;
	if (now?.head === name) return now;
	const git = (...words: string[]) =>
		spawnSync('git', words, {cwd: app.migrationsFolder, encoding: 'utf8'});
	const commits = git('log', '--format=%H', '--', path.basename(file)).stdout?.split('\n') ?? [];
	for (const commit of commits.filter(Boolean)) {
		const then = snapshotIn(git('show', `${commit}:./${path.basename(file)}`).stdout);
		if (then?.head !== name) continue;
		const same = git('diff', '--quiet', commit, '--', ...files.map(({path}) => path));
		if (same.status === 0) return then;
	}
	return undefined;
}

function snapshotIn(text: string): Snapshot | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
