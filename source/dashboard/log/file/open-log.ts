import {close, fstatSync, openSync, read, readSync} from 'node:fs';
import {promisify} from 'node:util';
import type {Stretch} from '../../../runs/line-reader.ts';

/** Bytes that are read ahead by who goes through all of the file. */
const aheadSize = 512 * 1024;
const readInBackground = promisify(read);

interface Piece {
	buffer: Buffer;
	start: number;
	end: number;
}

const nothing: Piece = {buffer: Buffer.alloc(0), start: 0, end: 0};

/** The log's file, held open: its bytes can be read also when it was renamed away. */
export class OpenLog {
	readonly #file: number | undefined;
	#ahead = nothing;
	/** What was read on the spot. */
	#latest: Piece = {...nothing, buffer: Buffer.allocUnsafeSlow(0)};
	#spare: Buffer = Buffer.alloc(0);
	#reading: Promise<void> | undefined;
	#isClosed = false;

	/** Another file may stand at the path by now: then this one cannot be read. */
	constructor({path, device, inode}: Stretch) {
		this.#file = opened(path, device, inode);
	}

	get isReadable(): boolean {
		return this.#file !== undefined && !this.#isClosed;
	}

	/** Reads these bytes without holding up anything. @param size reads what stands before them as well */
	async readAhead(start: number, end: number, size = aheadSize): Promise<void> {
		while (this.#reading) await this.#reading;
		if (!this.isReadable || this.hasAhead(start, end) || end - start > aheadSize) return;
		this.#reading = this.#readPiece(Math.max(0, end - Math.max(size, end - start)), end).finally(
			() => {
				this.#reading = undefined;
				if (this.#isClosed) this.#release();
			},
		);
		await this.#reading;
	}

	/** Whether these bytes were read ahead. */
	hasAhead(start: number, end: number): boolean {
		return has(this.#ahead, start, end);
	}

	/** @returns fewer bytes where the file has no more; to be used at once, other ones come in their place */
	bytes(start: number, end: number): Buffer {
		const piece = [this.#ahead, this.#latest].find(piece => has(piece, start, end));
		const {buffer, start: from} = piece ?? this.#read(start, end);
		return buffer.subarray(start - from, end - from);
	}

	/** Into the same buffer again and again: many would be filled before the first is let go. */
	#read(start: number, end: number): Piece {
		const size = end - start;
		const known = this.#latest.buffer.buffer;
		const buffer =
			size <= known.byteLength ? Buffer.from(known, 0, size) : Buffer.allocUnsafeSlow(size);
		let read = 0;
		try {
			if (this.isReadable) read = readSync(this.#file!, buffer, 0, size, start);
		} catch {
			// As if the file had no more.
		}
		const piece = {buffer: buffer.subarray(0, read), start, end: start + read};
		if (size <= aheadSize) this.#latest = piece;
		return piece;
	}

	/** Forgets what was read ahead, once nobody goes through the file. */
	rest(): void {
		if (this.#reading) return;
		this.#ahead = nothing;
		this.#spare = Buffer.alloc(0);
	}

	close(): void {
		if (this.#isClosed) return;
		this.#isClosed = true;
		if (!this.#reading) this.#release();
	}

	async #readPiece(start: number, end: number): Promise<void> {
		if (this.#spare.length === 0) this.#spare = Buffer.allocUnsafeSlow(aheadSize);
		const buffer = this.#spare;
		try {
			const {bytesRead} = await readInBackground(this.#file!, buffer, 0, end - start, start);
			this.#spare = this.#ahead.buffer;
			this.#ahead = {buffer, start, end: start + bytesRead};
		} catch {
			// Read once more when its lines are wanted.
		}
	}

	#release(): void {
		this.rest();
		if (this.#file !== undefined) close(this.#file);
	}
}

function has(piece: Piece, start: number, end: number): boolean {
	return start >= piece.start && end <= piece.end;
}

function opened(path: string, device: number, inode: number): number | undefined {
	try {
		const file = openSync(path, 'r');
		const now = fstatSync(file);
		if (now.dev === device && now.ino === inode) return file;
		close(file);
	} catch {
		// It was renamed or deleted since.
	}
	return undefined;
}
