import type {LinesPlace, Stretch} from '../../../runs/files/byte-reader.ts';
import {newlinesIn} from '../../../runs/files/file-ends.ts';
import {linesOf} from '../../../runs/files/line-splitter.ts';
import {isLogHeader, logHeaderStart, longestLogLine} from '../../../server/control/log-file.ts';
import {type Block, Blocks, blockBytes} from './blocks.ts';
import {Memory} from './memory.ts';
import {OpenLog} from './open-log.ts';

const keptBlocks = 8;
/** The most bytes a character has in UTF-8. */
const letterBytes = 4;
const headerStart = Buffer.from(logHeaderStart);
const lineEnd = Buffer.from('\n');
const nothing = Buffer.alloc(0);

/** All lines of the log's file by number. Only their places are kept; their text is read when needed. */
export class Scrollback {
	readonly blocks = new Blocks();
	readonly memory = new Memory();
	/** Blocks that were decoded, the last one used at the end; `size` bytes of them. */
	readonly #read = new Map<Block, {size: number; lines: string[]}>();
	#files: OpenLog[] = [];
	#stretch: Stretch | undefined;

	/** Whether lines before these were skipped. */
	skips({stretch, start}: LinesPlace): boolean {
		return stretch !== this.#stretch && start > 0;
	}

	/** @param first the number of the first line @param bytes of lines, with their ends @returns how many lines */
	add(first: number, bytes: Buffer, place: LinesPlace | undefined): number {
		if (place && place.stretch !== this.#stretch) this.#begin(place);
		const file = place && this.#files.at(-1);
		const count = countLines(bytes);
		this.blocks.add({first, count, file, start: place?.start ?? 0, end: place?.end ?? 0});
		this.memory.add(this.blocks.newest!, bytes);
		return count;
	}

	/** @param first the first line that is kept in memory */
	forget(first: number): void {
		this.memory.release(first);
		this.blocks.forget(first);
	}

	/** Whether the file has lines before the known ones. */
	get hasMore(): boolean {
		const {oldest} = this.blocks;
		return oldest !== undefined && oldest.start > 0 && oldest.file?.isReadable === true;
	}

	readBack(): void {
		const {first, file, start: end} = this.blocks.oldest!;
		const start = lineStartBefore(file!, end);
		const isLong = end - start > blockBytes;
		const count = isLong ? 1 : countLines(file!.bytes(start, end));
		this.blocks.addBefore({first: first - count, count, file, start, end});
	}

	/** The bytes that `readBack` needs. */
	get nextBytes(): {file: OpenLog; start: number; end: number} {
		const {file, start} = this.blocks.oldest!;
		return {file: file!, start: Math.max(0, start - blockBytes), end: start};
	}

	/** @returns nothing if it can no longer be read */
	line(number: number): string | undefined {
		if (!this.blocks.oldest) return undefined;
		const block = this.blocks.get(this.blocks.idOf(number));
		return this.linesOf(block)[number - block.first];
	}

	/** Bytes that have come since are decoded alone. */
	linesOf(block: Block): string[] {
		const known = this.#read.get(block) ?? {size: 0, lines: []};
		this.#read.delete(block);
		this.#read.set(block, known);
		const more = this.memory.of(block, known.size);
		if (more && more.length > 0) {
			known.size += more.length;
			known.lines = [...known.lines, ...linesIn(more)];
		} else if (!more && known.lines.length < block.count)
			known.lines = linesIn(this.bytesOf(block));
		if (this.#read.size > keptBlocks) this.#read.delete(this.#read.keys().next().value!);
		return known.lines;
	}

	/** A block's bytes, with headers of the log; of a very long line only its beginning. */
	bytesOf(block: Block): Buffer {
		const {file, start, end} = block;
		const known = this.memory.of(block);
		if (known) return known;
		const isLong = end - start > 2 * blockBytes;
		const most = isLong ? start + letterBytes * (longestLogLine + 1) : end;
		const bytes = file?.bytes(start, most) ?? nothing;
		return isLong ? Buffer.concat([bytes, lineEnd]) : bytes;
	}

	/** The bytes of a line in its file. @returns nothing if no file has it */
	placeOf(number: number): {file: OpenLog; start: number; end: number} | undefined {
		if (!this.blocks.oldest) return undefined;
		const {first, file, start, end} = this.blocks.get(this.blocks.idOf(number));
		if (!file?.isReadable) return undefined;
		if (end - start > 2 * blockBytes) return {file, start, end};
		const bytes = file.bytes(start, end);
		let from = 0;
		for (let left = number - first; ; left--) {
			const next = bytes.indexOf(0x0a, from) + 1;
			if (next === 0) return undefined;
			const isHeader = bytes.subarray(from, from + headerStart.length).equals(headerStart);
			if (isHeader) left++;
			else if (left === 0) return {file, start: start + from, end: start + next};
			from = next;
		}
	}

	clear(): void {
		this.blocks.clear();
		this.#read.clear();
		this.memory.clear();
		this.close();
		this.#files = [];
	}

	close(): void {
		for (const file of this.#files) file.close();
	}

	/** Frees the buffers once the search is done. */
	freeBuffers(): void {
		for (const file of this.#files) file.freeBuffers();
	}

	#begin({stretch}: LinesPlace): void {
		const before = this.#stretch;
		this.#stretch = stretch;
		const isEmptied = stretch.inode === before?.inode && stretch.device === before.device;
		// The previous file was renamed: it can still be read.
		const held = isEmptied ? [] : this.#files.slice(-1);
		for (const file of this.#files) if (!held.includes(file)) file.close();
		this.#files = [...held, new OpenLog(stretch)];
	}
}

/** The start of the block of whole lines before a position. */
function lineStartBefore(file: OpenLog, end: number): number {
	for (let from = end; from > 0; ) {
		const start = Math.max(0, from - blockBytes);
		const bytes = file.bytes(start, from);
		// A line that is longer than a block gets one of its own.
		const newline = from === end ? bytes.indexOf(0x0a) : bytes.lastIndexOf(0x0a);
		const isWhole = start > 0 || from < end;
		if (newline >= 0 && start + newline + 1 < end && isWhole) return start + newline + 1;
		from = start;
	}
	return 0;
}

function countLines(bytes: Buffer): number {
	let count = newlinesIn(bytes);
	for (let at = bytes.indexOf(headerStart); at >= 0; at = bytes.indexOf(headerStart, at + 1)) {
		if (at === 0 || bytes[at - 1] === 0x0a) count--;
	}
	return count;
}

/** The lines of a block, without headers of the log. */
export function linesIn(bytes: Buffer): string[] {
	return linesOf(bytes, longestLogLine).filter(line => !isLogHeader(line));
}
