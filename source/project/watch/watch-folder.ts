import {readdirSync, type Stats} from 'node:fs';
import path from 'node:path';
import type {FSWatcher} from 'chokidar';
import {networkFileSystemOf} from '../../system/network-file-systems.ts';

type Ignored = (file: string, stats?: Stats) => boolean;

interface Listener {
	/** Gets the absolute path of a file found, changed or deleted; often more than once. */
	onFile(file: string): void;
	notice(text: string): void;
}

/** Milliseconds between polls, where the system does not report changes. */
const interval = 1000;

/**
 * Watches a folder recursively. It uses chokidar, because Node's watchers lose a file that an editor
 * replaces by renaming.
 * @returns after the initial scan
 */
export async function watchFolder(
	root: string,
	ignored: Ignored,
	{onFile, notice}: Listener,
): Promise<{close(): Promise<void>}> {
	if (networkFileSystemOf(root)) {
		notice('The project is on a network drive: its files are checked once per second.');
		return (await watch(root, ignored, onFile, true)).watcher;
	}
	let current = await watch(root, ignored, onFile, false, pollInstead);
	let isClosed = false;
	if (current.hasFailed()) await pollInstead();

	/** Also called later, when a new folder exceeds the limit. */
	async function pollInstead(): Promise<void> {
		if (isClosed || current === undefined) return;
		notice(
			'The limit of watched files (fs.inotify.max_user_watches) is reached: files are checked once per second.',
		);
		const failed = current.watcher;
		current = await watch(root, ignored, onFile, true);
		await failed.close();
	}

	return {
		async close() {
			isClosed = true;
			await current.watcher.close();
		},
	};
}

async function watch(
	root: string,
	ignored: Ignored,
	onFile: (file: string) => void,
	usePolling: boolean,
	onExhausted: () => void = () => {},
): Promise<{watcher: FSWatcher; hasFailed: () => boolean}> {
	const {watch} = await import('chokidar');
	const watcher = watch(root, {ignored, usePolling, interval});
	let isReady = false;
	let hasFailed = false;
	watcher.on('all', (_, file) => onFile(file));
	// Chokidar drops a second change within 50 ms, such as a formatter's after a save.
	watcher.on('raw', (_, name, details) => {
		const {watchedPath} = details as {watchedPath?: string};
		if (isReady && name && watchedPath) onFile(fileOfRawEvent(watchedPath, name));
	});
	watcher.on('error', error => {
		if (hasFailed || !isExhausted(error)) return;
		hasFailed = true;
		if (isReady) onExhausted();
	});
	try {
		await isScanned(watcher);
	} catch (error) {
		await watcher.close();
		throw error;
	}
	isReady = true;
	addMissed(watcher, root);
	return {watcher, hasFailed: () => hasFailed};
}

/** @throws the system's error when no more files can be opened: chokidar would wait for good */
function isScanned(watcher: FSWatcher): Promise<void> {
	return new Promise((resolve, reject) => {
		watcher.once('ready', () => resolve());
		watcher.on('error', error => {
			const {code, syscall} = error as NodeJS.ErrnoException;
			if (syscall !== 'watch' && (code === 'EMFILE' || code === 'ENFILE')) reject(error);
		});
	});
}

/** Adds what was created after chokidar had listed its folder and before it watched the folder. */
function addMissed(watcher: FSWatcher, root: string): void {
	for (const [folder, names] of Object.entries(watcher.getWatched())) {
		// Chokidar also watches the folder above.
		if (path.relative(root, folder).startsWith('..')) continue;
		const known = new Set(names);
		const missed = entriesOf(folder).filter(name => !known.has(name));
		watcher.add(missed.map(name => path.join(folder, name)));
	}
}

function entriesOf(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/** The system reports a name inside the watched folder, or the watched file itself. */
function fileOfRawEvent(watched: string, name: string): string {
	return path.basename(watched) === name ? watched : path.join(watched, name);
}

/** The user's limit of watched files or watchers is reached, over all programs. */
function isExhausted(error: unknown): boolean {
	return ['ENOSPC', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '');
}
