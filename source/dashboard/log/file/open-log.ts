import {close, fstatSync, openSync, read, readSync} from 'node:fs';
import {promisify} from 'node:util';
import type {Stretch} from '../../../runs/files/byte-reader.ts';

/** Bytes to read ahead when the whole file is searched. */
const aheadSize = 512 * 1024;
const readInBackground = promisify(read);

interface Piece {
	buffer: Buffer;
	start: number;
	end: number;
}

const nothing: Piece = {buffer: Buffer.alloc(0), start: 0, end: 0};

/** The log's file, kept open: its bytes can be read even after it was renamed. */
export class OpenLog {
	readonly #file: number | undefined;
	#ahead = nothing;
	/** What was read synchronously. */
	#latest: Piece = {...nothing, buffer: Buffer.allocUnsafeSlow(0)};
	#spare: Buffer = Buffer.alloc(0);
	#reading: Promise<void> | undefined;
	#isClosed = false;

	/** If another file has taken the path meanwhile, nothing can be read. */
	constructor({path, device, inode}: Stretch) {
		this.#file = opened(path, device, inode);
	}

	get isReadable(): boolean {
		return this.#file !== undefined && !this.#isClosed;
	}

	/** Reads in the background. @param size includes bytes before the wanted ones */
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

	hasAhead(start: number, end: number): boolean {
		return has(this.#ahead, start, end);
	}

	/** @returns fewer bytes at the end of the file; valid only until the next call */
	bytes(start: number, end: number): Buffer {
		const piece = [this.#ahead, this.#latest].find(piece => has(piece, start, end));
		const {buffer, start: from} = piece ?? this.#read(start, end);
		return buffer.subarray(start - from, end - from);
	}

	/** Reuses one buffer: many would pile up before they are freed. */
	#read(start: number, end: number): Piece {
		const size = end - start;
		const known = this.#latest.buffer.buffer;
		const buffer =
			size <= known.byteLength ? Buffer.from(known, 0, size) : Buffer.allocUnsafeSlow(size);
		let read = 0;
		try {
			if (this.isReadable) read = readSync(this.#file!, buffer, 0, size, start);
		} catch {
			// Treated as the end of the file.
		}
		const piece = {buffer: buffer.subarray(0, read), start, end: start + read};
		if (size <= aheadSize) this.#latest = piece;
		return piece;
	}

	/** Frees the buffers once the search is done. */
	freeBuffers(): void {
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
			// They are read again when they are needed.
		}
	}

	#release(): void {
		this.freeBuffers();
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
