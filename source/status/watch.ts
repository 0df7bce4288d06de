import {setTimeout as delay} from 'node:timers/promises';
import {KeptConnection} from '../project/database/kept-connection.ts';
import {watchSources} from '../project/watch/reloader.ts';
import type {ProjectStatus} from '../runs/project-status.ts';
import {keepStatus, openStatus, type StatusReader} from './collect.ts';

/** How often the migrations table and the state folder are read, in milliseconds. */
const pollInterval = 1000;

/**
 * The status now, and again whenever it differs. Ends when a source of the project has changed:
 * Node cannot unload a module, so whoever listens starts a fresh process then.
 * @throws CommandError `no-project`
 */
export async function* watchStatus(
	directory: string,
	signal: AbortSignal,
): AsyncGenerator<ProjectStatus, 'sources-changed' | 'aborted'> {
	const kept = new KeptConnection();
	const reader = await openStatus(directory, kept);
	const changed = new AbortController();
	const watching = watchSources(reader.root, () => changed.abort(), {
		since: performance.timeOrigin,
	});
	try {
		yield* differentStatuses(reader, AbortSignal.any([signal, changed.signal]));
		return signal.aborted ? 'aborted' : 'sources-changed';
	} finally {
		await (await watching).close();
		await kept.close();
	}
}

async function* differentStatuses(
	reader: StatusReader,
	ends: AbortSignal,
): AsyncGenerator<ProjectStatus, void> {
	const first = await reader.read();
	yield first;
	await reader.compare();
	const looked = reader.lookForHazards(first);
	// Rows are counted quickly, nearly always; then all of it comes in one status.
	const patience = delay(pollInterval, undefined, {signal: ends, ref: false}).catch(() => {});
	await Promise.race([looked, patience]);
	for (let last = ''; !ends.aborted; ) {
		const status = await reader.read();
		const text = JSON.stringify(status);
		if (text !== last) {
			keepStatus(status);
			yield status;
			last = text;
		}
		await delay(pollInterval, undefined, {signal: ends}).catch(() => {});
		if (ends.aborted) return;
		reader.checkDrift(status);
		void reader.lookForHazards(status);
	}
}
