import {hash} from 'node:crypto';
import {existsSync, readFileSync, type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {Debounce} from './debounce.ts';
import {watchFolder} from './watch-folder.ts';

const ignoredFolders = new Set(['node_modules', '.git', '.quarterdeck', 'dist', 'coverage']);
const sources =
	/(?:\.(?:[cm]?[jt]s|[jt]sx|json|html)|^\.env(?:\..+)?|\.env|^yarn\.lock|^bun\.lock|^pnpm-lock\.yaml)$/;

/**
 * Milliseconds after which the files are checked once more: a polling watcher misses a save
 * that happens during its first scan.
 */
const settling = 2000;
/** More files than this are no saves of a person. */
const many = 5;
/** How far a file's date may lag behind the clock, in milliseconds. */
const tick = 20;

export interface WatchOptions {
	/**
	 * Milliseconds since the epoch. Files saved between this time and the start of watching
	 * are reported, too.
	 */
	since?: number;
	/** Called when the system cannot report changes and the files are polled. */
	notice?: (text: string) => void;
}

/**
 * Reports which source files have changed. Changes that come together are reported together;
 * a save that does not change the content is not reported.
 * @param onChange gets absolute paths, those of deleted files included
 * @returns after watching has started
 */
export async function watchSources(
	root: string,
	onChange: (paths: string[]) => void,
	{since = Number.POSITIVE_INFINITY, notice = () => {}}: WatchOptions = {},
): Promise<{close(): Promise<void>}> {
	const fingerprints = new Map<string, string | undefined>();
	const debounce = new Debounce(root, paths => {
		// Of a checkout, the system may report some files later: they are looked at now.
		const all = paths.length > many ? [...new Set([...paths, ...fingerprints.keys()])] : paths;
		const changed = all.filter(file => {
			const before = fingerprints.get(file);
			fingerprints.set(file, fingerprint(file));
			return fingerprints.get(file) !== before;
		});
		if (changed.length > 0) onChange(changed);
	});
	let isWatching = false;
	const began = Date.now() - tick;
	const consider = (file: string) => {
		if (!sources.test(path.basename(file)) || isIgnored(root, file)) return;
		if (isWatching) debounce.add(file);
		else {
			// Read before checking the date, so that a save in between is still noticed.
			const known = fingerprint(file);
			fingerprints.set(file, changedSince(file, since) ? undefined : known);
		}
	};
	const watcher = await watchFolder(root, (file, stats) => isIgnored(root, file, stats), {
		onFile: consider,
		notice,
	});
	isWatching = true;
	for (const [file, known] of fingerprints) if (known === undefined) debounce.add(file);
	const recheck = setTimeout(() => {
		for (const file of fingerprints.keys()) if (changedSince(file, began)) debounce.add(file);
	}, settling);
	recheck.unref();
	return {
		async close() {
			clearTimeout(recheck);
			debounce.cancel();
			await watcher.close();
		},
	};
}

/** Chokidar asks twice about a path, without and with its stats. */
function isIgnored(root: string, file: string, stats?: Stats): boolean {
	const parts = path.relative(root, file).split(path.sep);
	if (parts.some(part => ignoredFolders.has(part))) return true;
	// A database of PGlite has about a thousand files.
	if (stats?.isDirectory() && existsSync(path.join(file, 'PG_VERSION'))) return true;
	return stats?.isFile() === true && !sources.test(path.basename(file));
}

function fingerprint(file: string): string | undefined {
	try {
		return hash('sha256', readFileSync(file));
	} catch {
		return undefined;
	}
}

/** A date in the future, of a clock that was ahead, says nothing: it would be a change forever. */
function changedSince(file: string, since: number): boolean {
	const changed = statSync(file, {throwIfNoEntry: false})?.ctimeMs ?? 0;
	return changed >= since && changed <= Date.now() + tick;
}
