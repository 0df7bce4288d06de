import {closeSync, fstatSync, openSync, readSync, type Stats, statSync} from 'node:fs';
import {LineSplitter} from './line-splitter.ts';

/** A reader that is further behind, and may skip, goes on near the end. */
const longestLag = 8 * 1024 * 1024;
const chunkSize = 256 * 1024;

export interface ReadOptions {
	/** Begin so many bytes before the end, at a whole line. Default: at the file's beginning. */
	fromEnd?: number;
	/** UTF-16 units of a line that are kept, so that a line without an end fills no memory. Default: all. */
	longestLine?: number;
}

export interface ReaderOptions extends ReadOptions {
	/** Without it nothing is left out; else who is far behind skips so many bytes, and is told here. */
	onSkipped?: (bytes: number) => void;
}

/** The lines of a file, the unfinished one included; none when there is no file. */
export function readLines(file: string, options: ReadOptions = {}): string[] {
	const lines: string[] = [];
	const reader = new LineReader(file, more => lines.push(...more), options);
	reader.read(Number.POSITIVE_INFINITY);
	const rest = reader.close();
	return rest === '' ? lines : [...lines, rest];
}

/** Reads a growing file piece by piece, in memory that does not grow with it. */
export class LineReader {
	readonly #file: string;
	readonly #onLines: (lines: string[]) => void;
	readonly #options: ReaderOptions;
	readonly #lines: LineSplitter;
	readonly #chunk = Buffer.allocUnsafe(chunkSize);
	#open: {file: number; inode: number; device: number} | undefined;
	#position = 0;
	#isFirst = true;

	constructor(file: string, onLines: (lines: string[]) => void, options: ReaderOptions) {
		this.#file = file;
		this.#onLines = onLines;
		this.#options = options;
		this.#lines = new LineSplitter(options.longestLine);
	}

	/** @param budget milliseconds that it may take */
	read(budget: number): void {
		const end = performance.now() + budget;
		while (this.#open || this.#openFile()) {
			this.#catchUp();
			const size = this.#readChunk();
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
		return this.#lines.rest;
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
		const {fromEnd = size} = this.#options;
		this.#open = {file, inode: ino, device: dev};
		const position = this.#isFirst ? Math.max(0, size - fromEnd) : 0;
		this.#goTo(position, position > 0 && !this.#endsLineAt(position));
		this.#isFirst = false;
		return true;
	}

	/** Truncated: from the start. Far behind: near the end. */
	#catchUp(): void {
		const {size} = fstatSync(this.#open!.file);
		if (size < this.#position) this.#goTo(0, false);
		const {onSkipped} = this.#options;
		if (!onSkipped || size - this.#position <= longestLag) return;
		const near = size - chunkSize;
		onSkipped(near - this.#position);
		this.#goTo(near, true);
	}

	#goTo(position: number, isWithinLine: boolean): void {
		this.#position = position;
		this.#lines.restart(isWithinLine);
	}

	#endsLineAt(position: number): boolean {
		const byte = Buffer.alloc(1);
		readSync(this.#open!.file, byte, 0, 1, position - 1);
		return byte[0] === 0x0a;
	}

	/** @returns 0 at the end, and where nothing can be read at the moment (a network disk, a folder) */
	#readChunk(): number {
		try {
			return readSync(this.#open!.file, this.#chunk, 0, chunkSize, this.#position);
		} catch {
			return 0;
		}
	}

	#take(bytes: Buffer): void {
		this.#position += bytes.length;
		const lines = this.#lines.split(bytes);
		if (lines.length > 0) this.#onLines(lines);
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
