import {hash} from 'node:crypto';
import {readFileSync, type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {Burst} from './debounce.ts';
import {watchFolder} from './watch-folder.ts';

const ignoredFolders = new Set(['node_modules', '.git', '.quarterdeck', 'dist', 'coverage']);
const sources =
	/(?:\.(?:[cm]?[jt]s|[jt]sx|json|html)|^\.env(?:\..+)?|\.env|^yarn\.lock|^bun\.lock|^pnpm-lock\.yaml)$/;

/**
 * Milliseconds after which files are looked at once more: a watcher that looks each second takes what it
 * sees first for what was there before, and swallows a save that came while it began.
 */
const settling = 2000;
/** Milliseconds by which a file's date may be behind the clock: the system dates files by its ticks. */
const tick = 20;

export interface WatchOptions {
	/**
	 * Milliseconds since the epoch: what was saved after this, and before watching began, is told as
	 * well; for who read the sources then.
	 */
	since?: number;
	/** Told when the system cannot report changes, so that files are looked at each second. */
	notice?: (text: string) => void;
}

/**
 * Tells which source files have changed. Several saves in a moment (a branch is checked out) are
 * told at once; a save that leaves a file as it was is not told.
 * @param onChange gets absolute paths, of files that are gone as well
 * @returns when watching has begun
 */
export async function watchSources(
	root: string,
	onChange: (paths: string[]) => void,
	{since = Number.POSITIVE_INFINITY, notice = () => {}}: WatchOptions = {},
): Promise<{close(): Promise<void>}> {
	const fingerprints = new Map<string, string | undefined>();
	const burst = new Burst(root, paths => {
		const changed = paths.filter(file => {
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
		if (isWatching) burst.add(file);
		else {
			// Read before it is dated: what is saved in between is then not taken for known.
			const known = fingerprint(file);
			fingerprints.set(file, changedSince(file, since) ? undefined : known);
		}
	};
	const watcher = await watchFolder(root, (file, stats) => isIgnored(root, file, stats), {
		saw: consider,
		notice,
	});
	isWatching = true;
	for (const [file, known] of fingerprints) if (known === undefined) burst.add(file);
	const lookBack = setTimeout(() => {
		for (const file of fingerprints.keys()) if (changedSince(file, began)) burst.add(file);
	}, settling);
	lookBack.unref();
	return {
		async close() {
			clearTimeout(lookBack);
			burst.cancel();
			await watcher.close();
		},
	};
}

/** Chokidar asks about a path before and after it knows what is there. */
function isIgnored(root: string, file: string, stats?: Stats): boolean {
	const parts = path.relative(root, file).split(path.sep);
	if (parts.some(part => ignoredFolders.has(part))) return true;
	return stats?.isFile() === true && !sources.test(path.basename(file));
}

function fingerprint(file: string): string | undefined {
	try {
		return hash('sha256', readFileSync(file));
	} catch {
		return undefined;
	}
}

function changedSince(file: string, since: number): boolean {
	return (statSync(file, {throwIfNoEntry: false})?.ctimeMs ?? 0) >= since;
}
