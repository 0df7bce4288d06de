import {
	closeSync,
	existsSync,
	fstatSync,
	openSync,
	readSync,
	renameSync,
	type Stats,
	statSync,
	watch,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import {StringDecoder} from 'node:string_decoder';
import {statePath} from '../runs/state-folder.ts';

const megabyte = 1024 * 1024;
const rotatedAbove = 16 * megabyte;
const keptFiles = 5;
/** A reader that is further behind goes on near the end. */
const longestLag = 8 * megabyte;
const chunkSize = 256 * 1024;
/** UTF-16 units of a line that are kept. */
const longestLine = 8000;

/** The development server's log: what the application and its runner print, as raw as they do. */
export function serverLogPath(root: string): string {
	return statePath(root, 'server.log');
}

const headerStart = '# quarterdeck log ';

/** The line that begins each life of the runner; not meant for people. */
export function isLogHeader(line: string): boolean {
	return line.startsWith(headerStart);
}

/**
 * Opens the log for appending, so that runner and children can write at once; a big one is renamed
 * away first. The caller holds the server's lock.
 * @returns a file descriptor
 */
export function openServerLog(file: string, generation: number, runId: string): number {
	if (existsSync(file) && statSync(file).size > rotatedAbove) rotate(file);
	const log = openSync(file, 'a', 0o600);
	writeSync(log, `${headerStart}gen=${generation} runId=${runId}\n`);
	return log;
}

/** By renaming, never by truncating: a reader can finish the old file. */
function rotate(file: string): void {
	for (let number = keptFiles - 1; number >= 1; number--) {
		if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
	}
	renameSync(file, `${file}.1`);
}

export interface TailOptions {
	/** Gets whole lines, raw: whoever draws them sanitises them. */
	onLines: (lines: string[]) => void;
	/** Gets the number of bytes that were left out to catch up. */
	onSkipped?: (bytes: number) => void;
	/** How far from the end to begin. Default 256 KiB. */
	initialBytes?: number;
	/** Ends the reading. */
	signal: AbortSignal;
	/** Milliseconds between two looks. Default 100. */
	interval?: number;
}

/**
 * Follows a log until the signal says stop. The file may not exist yet, may be renamed away or
 * deleted meanwhile. The first lines are told before this returns.
 * @returns what reads on at once, without waiting for the next look
 */
export function tailLog(file: string, options: TailOptions): () => void {
	const {signal, interval = 100} = options;
	if (signal.aborted) return () => {};
	const reader = new LogReader(file, options);
	const read = () => {
		if (!signal.aborted) reader.read();
	};
	read();
	const poll = setInterval(read, interval);
	const hint = watchFolder(file, read);
	signal.addEventListener(
		'abort',
		() => {
			clearInterval(poll);
			hint?.();
			reader.close();
		},
		{once: true},
	);
	return read;
}

/** The last lines of a log, the unfinished one included; empty when there is none. */
export function readLogEnd(file: string, bytes = 256 * 1024): string[] {
	const lines: string[] = [];
	const reader = new LogReader(file, {
		onLines: more => lines.push(...more),
		initialBytes: bytes,
		budget: Number.POSITIVE_INFINITY,
	});
	reader.read();
	const rest = reader.close();
	return rest === '' ? lines : [...lines, rest];
}

/** Only a hint that saves waiting for the next poll; where it does not work nothing is lost. */
function watchFolder(file: string, changed: () => void): (() => void) | undefined {
	try {
		const watcher = watch(path.dirname(file), (_, name) => {
			if (name === path.basename(file)) changed();
		});
		watcher.on('error', () => watcher.close());
		return () => watcher.close();
	} catch {
		return undefined;
	}
}

interface ReaderOptions extends Pick<TailOptions, 'onLines' | 'onSkipped' | 'initialBytes'> {
	/** Milliseconds that one call may take. Default 8. */
	budget?: number;
}

/** Reads a growing file piece by piece, in memory that does not grow with it. */
class LogReader {
	readonly #file: string;
	readonly #options: ReaderOptions;
	readonly #chunk = Buffer.allocUnsafe(chunkSize);
	#open: {file: number; inode: number; device: number} | undefined;
	#position = 0;
	#isFirst = true;
	/** What is read belongs to a line whose beginning was not. */
	#dropsLine = false;
	#rest = '';
	#decoder = new StringDecoder('utf8');

	constructor(file: string, options: ReaderOptions) {
		this.#file = file;
		this.#options = options;
	}

	read(): void {
		const end = performance.now() + (this.#options.budget ?? 8);
		while (this.#open || this.#openFile()) {
			this.#catchUp();
			const size = readSync(this.#open!.file, this.#chunk, 0, chunkSize, this.#position);
			if (size > 0) this.#take(this.#chunk.subarray(0, size));
			else if (!this.#isReplaced()) return;
			else this.close();
			if (performance.now() > end) return;
		}
	}

	/** @returns the line that had no end yet */
	close(): string {
		if (this.#open) closeSync(this.#open.file);
		this.#open = undefined;
		return this.#rest;
	}

	#openFile(): boolean {
		let file: number;
		try {
			file = openSync(this.#file, 'r');
		} catch {
			this.#isFirst = false;
			return false;
		}
		const {ino, dev, size} = fstatSync(file);
		const {initialBytes = 256 * 1024} = this.#options;
		this.#open = {file, inode: ino, device: dev};
		this.#goTo(this.#isFirst ? Math.max(0, size - initialBytes) : 0);
		if (this.#position > 0) this.#dropsLine = !this.#endsLineAt(this.#position);
		this.#isFirst = false;
		return true;
	}

	/** Truncated: from the start. Far behind: near the end. */
	#catchUp(): void {
		const {size} = fstatSync(this.#open!.file);
		if (size < this.#position) this.#goTo(0);
		if (size - this.#position <= longestLag) return;
		const near = size - chunkSize;
		this.#options.onSkipped?.(near - this.#position);
		this.#goTo(near);
		this.#dropsLine = true;
	}

	#goTo(position: number): void {
		this.#position = position;
		this.#rest = '';
		this.#dropsLine = false;
		this.#decoder = new StringDecoder('utf8');
	}

	#endsLineAt(position: number): boolean {
		const byte = Buffer.alloc(1);
		readSync(this.#open!.file, byte, 0, 1, position - 1);
		return byte[0] === 0x0a;
	}

	#take(bytes: Buffer): void {
		this.#position += bytes.length;
		const lines = (this.#rest + this.#decoder.write(bytes)).split('\n');
		this.#rest = clip(lines.pop()!);
		if (this.#dropsLine && lines.length > 0) {
			this.#dropsLine = false;
			lines.shift();
		}
		if (lines.length > 0) this.#options.onLines(lines.map(clip));
	}

	/** Whether another file stands at the path; one that is only gone may be on its way. */
	#isReplaced(): boolean {
		const {file, inode, device} = this.#open!;
		let now: Stats;
		try {
			now = statSync(this.#file);
		} catch {
			return false;
		}
		const isSame = now.ino === inode && now.dev === device;
		return !isSame && fstatSync(file).size <= this.#position;
	}
}

function clip(line: string): string {
	return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}
