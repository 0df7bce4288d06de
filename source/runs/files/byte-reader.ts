import {closeSync, fstatSync, openSync, readSync, type Stats, statSync} from 'node:fs';
import {LineSplitter} from './line-splitter.ts';

/** Bytes from the end at which a reader that skips continues. */
const longestLag = 8 * 1024 * 1024;
const chunkSize = 256 * 1024;
/** Bytes of lines that are passed on together. */
export const batchSize = 32 * 1024;
/** Bytes before the position that are compared at each read, to notice that the file was rewritten. */
const tailSize = 64;

export interface ReadOptions {
	/** Start this many bytes before the end, at a whole line. Default: start of the file. */
	fromEnd?: number;
	/** UTF-16 units kept of a line, which limits memory. Default: all. */
	longestLine?: number;
}

export interface ReaderOptions extends ReadOptions {
	/** Lets a slow reader skip, and reports the bytes skipped. Default: nothing is skipped. */
	onSkipped?: (bytes: number) => void;
}

/** The identity of the file read; a new object after it was truncated, replaced or skipped. */
export interface Stretch {
	path: string;
	device: number;
	inode: number;
}

/** The byte range of lines, line ends included. */
export interface LinesPlace {
	stretch: Stretch;
	start: number;
	end: number;
}

/** Gets whole lines with their ends, and their byte range. The bytes are valid only during the call. */
export type TakeBytes = (bytes: Buffer, place: LinesPlace) => void;

/** Reads the lines of a growing file in chunks, with constant memory, and does not decode them. */
export class ByteReader {
	readonly #file: string;
	readonly #onBytes: TakeBytes;
	readonly #options: ReaderOptions;
	readonly #lines: LineSplitter;
	readonly #chunk = Buffer.allocUnsafe(chunkSize);
	#open: {file: number; stretch: Stretch} | undefined;
	#position = 0;
	/** The start of the incomplete last line. */
	#lineStart = 0;
	#isWithinLine = false;
	/** The last bytes before the position. */
	#tail: Buffer = Buffer.alloc(0);
	#isFirst = true;

	constructor(file: string, onBytes: TakeBytes, options: ReaderOptions) {
		this.#file = file;
		this.#onBytes = onBytes;
		this.#options = options;
		this.#lines = new LineSplitter(options.longestLine);
	}

	/** @param budget milliseconds */
	read(budget: number): void {
		const end = performance.now() + budget;
		while (this.#open || this.#openFile()) {
			this.#catchUp();
			const size = this.#readChunk();
			if (size > 0) this.#takeChunk(this.#chunk.subarray(this.#tail.length, size));
			else if (!this.#isReplaced()) return;
			else this.close();
			if (performance.now() > end) return;
		}
	}

	/** @returns the incomplete last line */
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
		this.#open = {file, stretch: {path: this.#file, inode: ino, device: dev}};
		const position = this.#isFirst ? Math.max(0, size - fromEnd) : 0;
		this.#goTo(position, position > 0 && !this.#endsLineAt(position));
		this.#isFirst = false;
		return true;
	}

	/** Starts again after truncation, and skips when far behind. */
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
		this.#open!.stretch = {...this.#open!.stretch};
		this.#position = position;
		this.#lineStart = position;
		this.#isWithinLine = isWithinLine;
		this.#tail = Buffer.alloc(0);
		this.#lines.restart(isWithinLine);
	}

	#endsLineAt(position: number): boolean {
		const byte = Buffer.alloc(1);
		readSync(this.#open!.file, byte, 0, 1, position - 1);
		return byte[0] === 0x0a;
	}

	/** Reads the tail again, and the bytes after it. @returns 0 at the end, and when reading fails */
	#readChunk(): number {
		const {length} = this.#tail;
		const size = this.#readAt(this.#position - length);
		if (size <= 0 || this.#tail.equals(this.#chunk.subarray(0, length))) {
			return size > length ? size : 0;
		}
		this.#goTo(0, false);
		return this.#readAt(0);
	}

	#readAt(position: number): number {
		try {
			return readSync(this.#open!.file, this.#chunk, 0, chunkSize, position);
		} catch {
			return 0;
		}
	}

	#takeChunk(bytes: Buffer): void {
		const chunk = this.#chunk.subarray(0, this.#tail.length + bytes.length);
		for (let at = 0; at < bytes.length; ) {
			const batch = bytes.subarray(at, at + batchSize);
			// A line that has begun before is passed on alone: if it is long, it can be read again by itself.
			const hasBegun = this.#position > this.#lineStart;
			const end = (hasBegun ? batch.indexOf(0x0a) : batch.lastIndexOf(0x0a)) + 1;
			const taken = end > 0 ? batch.subarray(0, end) : batch;
			this.#take(taken);
			at += taken.length;
		}
		this.#tail = Buffer.from(chunk.subarray(-tailSize));
	}

	#take(bytes: Buffer): void {
		const lines = this.#lines.split(bytes);
		const lastEnd = bytes.lastIndexOf(0x0a) + 1;
		if (lastEnd > 0) {
			const dropped = this.#isWithinLine ? bytes.indexOf(0x0a) + 1 : 0;
			const start = dropped > 0 ? this.#position + dropped : this.#lineStart;
			const end = this.#position + lastEnd;
			this.#isWithinLine = false;
			this.#lineStart = end;
			if (lines.length > 0) this.#onBytes(lines, {stretch: this.#open!.stretch, start, end});
		}
		this.#position += bytes.length;
	}

	/** Whether the path now names another file; a missing one may just be renamed. */
	#isReplaced(): boolean {
		const {file, stretch} = this.#open!;
		let now: Stats;
		try {
			now = statSync(this.#file);
		} catch {
			return false;
		}
		const isSame = now.ino === stretch.inode && now.dev === stretch.device;
		return !isSame && fstatSync(file).size <= this.#position;
	}
}
