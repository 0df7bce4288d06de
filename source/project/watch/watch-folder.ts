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

export interface FolderWatcher {
	/** Watches more folders and files. A folder is watched recursively, but for what is ignored. */
	add(paths: string[]): void;
	close(): Promise<void>;
}

/**
 * Watches a folder recursively. It uses chokidar, because Node's watchers lose a file that an editor
 * replaces by renaming.
 * @returns after the initial scan
 */
export async function watchFolder(
	root: string,
	ignored: Ignored,
	{onFile, notice}: Listener,
): Promise<FolderWatcher> {
	const more: string[] = [];
	let polled: Promise<FSWatcher> | undefined;
	const isRemote = networkFileSystemOf(root) !== undefined;
	if (isRemote) {
		notice('The project is on a network drive: its files are checked once per second.');
	}
	let current = await watch(root, ignored, onFile, isRemote, pollInstead);
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
		current.watcher.add(more);
		await failed.close();
	}

	/** For folders of a project on a local disk that are elsewhere. */
	async function pollAlso(): Promise<FSWatcher> {
		const {watch} = await import('chokidar');
		return watch([], {ignored, usePolling: true, interval}).on('all', (_, file) => onFile(file));
	}

	return {
		add(paths) {
			// Chokidar would begin again.
			if (isClosed) return;
			const remote = isRemote ? [] : paths.filter(one => networkFileSystemOf(one) !== undefined);
			const here = paths.filter(one => !remote.includes(one));
			more.push(...here);
			current.watcher.add(here);
			polled ??= remote.length > 0 ? pollAlso() : undefined;
			void polled?.then(watcher => isClosed || watcher.add(remote));
		},
		async close() {
			isClosed = true;
			await Promise.all([current.watcher.close(), (await polled)?.close()]);
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
