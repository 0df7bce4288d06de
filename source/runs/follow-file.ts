import {type FSWatcher, watch} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import path from 'node:path';
import {StringDecoder} from 'node:string_decoder';

export interface Following {
	/** Reads what is there by now, then stops. */
	stop(): Promise<void>;
}

export interface FollowOptions {
	/** Begin so many bytes before the end, at a whole line. Default: at the file's beginning. */
	fromEnd?: number;
	/** A file of this name begins anew: it was rotated or emptied. */
	onRestart?: () => void;
}

const chunkSize = 262_144;
/** Where the system reports no changes (a network disk, say), the file is looked at this often. */
const fallbackInterval = 2000;

/**
 * Hands on each complete line that is appended to a file, from now until it is stopped. The file
 * need not exist yet, and may be replaced by another one of its name (a log that is rotated).
 */
export function followLines(
	file: string,
	onLines: (lines: string[]) => void,
	{fromEnd, onRestart}: FollowOptions = {},
): Following {
	let handle: FileHandle | undefined;
	let identity = -1;
	let position = 0;
	let first = true;
	let unfinished = '';
	let decoder = new StringDecoder('utf8');
	let reading: Promise<void> = Promise.resolve();
	let queued = false;
	let stopped = false;

	const look = () => {
		if (queued || stopped) return;
		queued = true;
		reading = reading.then(() => {
			queued = false;
			return readNew().catch(() => {});
		});
	};
	const watcher = watchFolder(path.dirname(file), path.basename(file), look);
	const timer = setInterval(look, watcher ? fallbackInterval : 250);
	timer.unref();
	look();
	return {
		async stop() {
			look();
			stopped = true;
			watcher?.close();
			clearInterval(timer);
			await reading;
			await handle?.close();
		},
	};

	async function readNew(): Promise<void> {
		const {ino, size} = await stat(file);
		if (ino !== identity || size < position) await begin(ino, size);
		const buffer = Buffer.alloc(Math.min(chunkSize, Math.max(1024, size - position)));
		for (;;) {
			const {bytesRead} = await handle!.read(buffer, 0, buffer.length, position);
			if (bytesRead === 0) return;
			position += bytesRead;
			handOn(decoder.write(buffer.subarray(0, bytesRead)));
		}
	}

	/** What the old file still had was read when it last changed; a rotation renames, never truncates. */
	async function begin(ino: number, size: number): Promise<void> {
		await handle?.close();
		handle = await open(file, 'r');
		identity = ino;
		position = first && fromEnd !== undefined ? Math.max(0, size - fromEnd) : 0;
		decoder = new StringDecoder('utf8');
		unfinished = '';
		if (!first) onRestart?.();
		if (position > 0) await skipToLine();
		first = false;
	}

	async function skipToLine(): Promise<void> {
		const buffer = Buffer.alloc(65_536);
		const {bytesRead} = await handle!.read(buffer, 0, buffer.length, position);
		const end = buffer.subarray(0, bytesRead).indexOf(10);
		if (end >= 0) position += end + 1;
	}

	function handOn(text: string): void {
		const lines = (unfinished + text).split('\n');
		unfinished = lines.pop()!;
		if (lines.length > 0) onLines(lines);
	}
}

function watchFolder(folder: string, name: string, look: () => void): FSWatcher | undefined {
	try {
		const watcher = watch(folder, {persistent: false}, (_, changed) => {
			if (changed === null || changed === name) look();
		});
		return watcher.on('error', () => watcher.close());
	} catch {
		return undefined;
	}
}
