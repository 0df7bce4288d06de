import {hash} from 'node:crypto';
import {readFileSync, statSync} from 'node:fs';
import {stateOf} from '../import/import-hooks.ts';
import {Debounce} from './debounce.ts';
import {Elsewhere} from './elsewhere.ts';
import {watchPackages} from './installed-packages.ts';
import {forgetLinks, type Interest, real} from './interest.ts';
import {watchFolder} from './watch-folder.ts';

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
 * Reports which files of an interest have changed. Changes that come together are reported together;
 * a save that does not change the content is not reported.
 * @param onChange gets absolute paths without symbolic links, those of deleted files included
 * @returns after watching has started
 */
export async function watchSources(
	interest: Interest,
	onChange: (paths: string[]) => void,
	{since = Number.POSITIVE_INFINITY, notice = () => {}}: WatchOptions = {},
): Promise<{close(): Promise<void>}> {
	const {root} = interest;
	const fingerprints = new Map<string, string | undefined>();
	const debounce = new Debounce(root, paths => {
		forgetLinks();
		// Of a checkout, the system may report some files later: they are looked at now.
		const all = paths.length > many ? [...new Set([...paths, ...fingerprints.keys()])] : paths;
		const changed = all.filter(file => {
			const before = fingerprints.get(file);
			const now = fingerprint(file);
			fingerprints.set(file, now);
			if (now === before) return false;
			const change = before === undefined ? 'new' : now === undefined ? 'deleted' : 'saved';
			return interest.has(file, change);
		});
		if (changed.length > 0) onChange(changed);
	});
	let isWatching = false;
	const began = Date.now() - tick;
	const consider = (name: string) => {
		const file = real(name);
		if (!interest.mayHave(file)) return;
		if (isWatching) debounce.add(file);
		else {
			// Read before checking the date, so that a save in between is still noticed.
			const known = fingerprint(file);
			fingerprints.set(file, changedSince(file, since) ? undefined : known);
		}
	};
	const elsewhere = new Elsewhere(interest);
	const watcher = await watchFolder(root, (file, stats) => elsewhere.isIgnored(file, stats), {
		onFile: consider,
		notice,
	});
	isWatching = true;
	for (const [file, known] of fingerprints) if (known === undefined) debounce.add(file);
	elsewhere.begin(watcher, consider);
	interest.onImported = files => {
		for (const [file, state] of files) {
			if (!fingerprints.has(file)) fingerprints.set(file, fingerprint(file));
			// It was saved while it was imported, or is the one that was missing.
			if (stateOf(file) === state) continue;
			fingerprints.delete(file);
			debounce.add(file);
		}
		elsewhere.add(files.map(([file]) => file));
	};
	interest.onFolders = folders => elsewhere.addFolders(folders);
	const packages = watchPackages(interest, folder => {
		forgetLinks();
		onChange([folder]);
	});
	const recheck = setTimeout(() => {
		for (const file of fingerprints.keys()) if (changedSince(file, began)) debounce.add(file);
	}, settling);
	recheck.unref();
	return {
		async close() {
			clearTimeout(recheck);
			clearInterval(packages);
			elsewhere.close();
			interest.onImported = interest.onFolders = () => {};
			debounce.cancel();
			await watcher.close();
		},
	};
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
