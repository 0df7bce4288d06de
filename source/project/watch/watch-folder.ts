import type {Stats} from 'node:fs';
import path from 'node:path';
import type {FSWatcher} from 'chokidar';
import {networkFileSystemOf} from '../../system/network-file-systems.ts';

type Ignored = (file: string, stats?: Stats) => boolean;

interface Eyes {
	/** Gets the absolute path of a file that is there, has changed or is gone; often more than once. */
	saw(file: string): void;
	notice(text: string): void;
}

/** Milliseconds between two looks at every file, where the system does not report changes. */
const interval = 1000;

/**
 * Watches a folder and all below it. Node's own watchers go deaf to a file after an editor has
 * replaced it by renaming, so this is chokidar.
 * @returns when every file that is there was seen
 */
export async function watchFolder(
	root: string,
	ignored: Ignored,
	{saw, notice}: Eyes,
): Promise<{close(): Promise<void>}> {
	if (networkFileSystemOf(root)) {
		notice('The project is on a network drive: its files are looked at each second.');
		return (await watch(root, ignored, saw, true)).watcher;
	}
	let current = await watch(root, ignored, saw, false, pollInstead);
	let isClosed = false;
	if (current.hasFailed()) await pollInstead();

	/** Also later: a new folder may be the one too many. */
	async function pollInstead(): Promise<void> {
		if (isClosed || current === undefined) return;
		notice(
			'The system watches no more files (fs.inotify.max_user_watches): they are looked at each second.',
		);
		const failed = current.watcher;
		current = await watch(root, ignored, saw, true);
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
	saw: (file: string) => void,
	usePolling: boolean,
	onExhausted: () => void = () => {},
): Promise<{watcher: FSWatcher; hasFailed: () => boolean}> {
	const {watch} = await import('chokidar');
	const watcher = watch(root, {ignored, usePolling, interval});
	let isReady = false;
	let hasFailed = false;
	watcher.on('all', (_, file) => saw(file));
	// Chokidar swallows a second change within 50 ms, which a formatter makes of every save.
	watcher.on('raw', (_, name, details) => {
		const {watchedPath} = details as {watchedPath?: string};
		if (isReady && name && watchedPath) saw(fileOfRawEvent(watchedPath, name));
	});
	watcher.on('error', error => {
		if (hasFailed || !isExhausted(error)) return;
		hasFailed = true;
		if (isReady) onExhausted();
	});
	await new Promise<void>(resolve => watcher.once('ready', () => resolve()));
	isReady = true;
	return {watcher, hasFailed: () => hasFailed};
}

/** The system names the file within the folder that is watched, or the watched file itself. */
function fileOfRawEvent(watched: string, name: string): string {
	return path.basename(watched) === name ? watched : path.join(watched, name);
}

/** Too many files are watched, or too many watchers are there, over all programs of this user. */
function isExhausted(error: unknown): boolean {
	return ['ENOSPC', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '');
}
