import {setTimeout as delay} from 'node:timers/promises';
import {CachedConnection} from '../project/database/cached-connection.ts';
import {followImports} from '../project/import/follow-imports.ts';
import {Interest} from '../project/watch/interest.ts';
import {watchSources} from '../project/watch/reloader.ts';
import type {ProjectStatus} from '../runs/project-status.ts';
import {cacheStatus, openStatus, type StatusReader} from './collect.ts';

/** Milliseconds between reads of the migrations table and the state folder. */
const pollInterval = 1000;

/**
 * Yields the status now and whenever it changes. Ends when a source of the project changes:
 * Node cannot unload modules, so the caller starts a new process.
 * @throws CommandError `no-project`
 */
export async function* watchStatus(
	directory: string,
	signal: AbortSignal,
): AsyncGenerator<ProjectStatus, 'sources-changed' | 'aborted'> {
	const connection = new CachedConnection();
	const reader = await openStatus(directory, connection);
	const changed = new AbortController();
	const interest = new Interest(reader.root);
	interest.countsAllCode = true;
	const watching = watchSources(interest, () => changed.abort(), {since: performance.timeOrigin});
	const following = watching.then(() => {
		interest.describe({apps: reader.appFolders});
		return followImports(files => interest.add(files));
	});
	following.catch(() => {});
	try {
		yield* differentStatuses(reader, AbortSignal.any([signal, changed.signal]));
		return signal.aborted ? 'aborted' : 'sources-changed';
	} finally {
		await (await watching).close();
		await connection.close();
	}
}

async function* differentStatuses(
	reader: StatusReader,
	ends: AbortSignal,
): AsyncGenerator<ProjectStatus, void> {
	const first = await reader.read();
	const compared = filesIn(first);
	yield first;
	await reader.compare();
	const checked = reader.checkHazards(first);
	// Counting rows is usually fast enough to be part of this status.
	const timeout = delay(pollInterval, undefined, {signal: ends, ref: false}).catch(() => {});
	await Promise.race([checked, timeout]);
	for (let last = ''; !ends.aborted; ) {
		const status = await reader.read().catch(error => {
			if (reader.isThere()) throw error;
		});
		// What was read while they went away says that all files are missing.
		if (!status || !reader.isThere()) return;
		// The watcher may miss a file in a folder that is new.
		if (filesIn(status) !== compared) return;
		const text = JSON.stringify(status);
		if (text !== last) {
			cacheStatus(status);
			yield status;
			last = text;
		}
		await delay(pollInterval, undefined, {signal: ends}).catch(() => {});
		if (ends.aborted) return;
		reader.checkDrift(status);
		void reader.checkHazards(status);
	}
}

/** The migrations that have a file. */
function filesIn({apps}: ProjectStatus): string {
	const files = apps.map(({label, migrations}) => [
		label,
		...migrations.flatMap(({name, path}) => (path ? name : [])),
	]);
	return JSON.stringify(files);
}
