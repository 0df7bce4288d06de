import {hash} from 'node:crypto';
import {readFileSync, type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {watchFolder} from './watch-folder.ts';

const ignoredFolders = new Set(['node_modules', '.git', '.quarterdeck', 'dist', 'coverage']);
const sources =
	/(?:\.(?:[cm]?[jt]s|[jt]sx|json|html)|^\.env(?:\..+)?|\.env|^yarn\.lock|^bun\.lock|^pnpm-lock\.yaml)$/;

/** Milliseconds of quiet after which a change is told, and how long a burst can put that off. */
const quiet = 20;
const longest = 300;

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
	const burst = new Burst(paths => {
		const changed = paths.filter(file => {
			const before = fingerprints.get(file);
			fingerprints.set(file, fingerprint(file));
			return fingerprints.get(file) !== before;
		});
		if (changed.length > 0) onChange(changed);
	});
	let isWatching = false;
	const consider = (file: string) => {
		if (!sources.test(path.basename(file)) || isIgnored(root, file)) return;
		if (isWatching) burst.add(file);
		else fingerprints.set(file, changedSince(file, since) ? undefined : fingerprint(file));
	};
	const watcher = await watchFolder(root, (file, stats) => isIgnored(root, file, stats), {
		saw: consider,
		notice,
	});
	isWatching = true;
	for (const [file, known] of fingerprints) if (known === undefined) burst.add(file);
	return {
		async close() {
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

/** Collects paths until there is a moment of quiet. */
class Burst {
	readonly #paths = new Set<string>();
	readonly #tell: (paths: string[]) => void;
	#timer: NodeJS.Timeout | undefined;
	#began = 0;

	constructor(tell: (paths: string[]) => void) {
		this.#tell = tell;
	}

	add(file: string): void {
		const now = Date.now();
		if (this.#paths.size === 0) this.#began = now;
		this.#paths.add(file);
		clearTimeout(this.#timer);
		const left = Math.max(0, this.#began + longest - now);
		this.#timer = setTimeout(() => this.#flush(), Math.min(quiet, left));
	}

	cancel(): void {
		clearTimeout(this.#timer);
		this.#paths.clear();
	}

	#flush(): void {
		const paths = [...this.#paths];
		this.#paths.clear();
		this.#tell(paths);
	}
}
