import type {Block} from '../file/blocks.ts';
import type {LogStore} from '../file/log-store.ts';
import {linesIn} from '../file/scrollback.ts';

/** How many blocks keep their line numbers in a cache. */
const keptBlocks = 32;
const nothing = {low: 0, high: -1};

export interface LineTest {
	/** Findings under another key are dropped. */
	key: string;
	passes: (line: string) => boolean;
	/** Whether any line of a text could pass; faster than checking each line. */
	mayPass: (text: string) => boolean;
}

/** Which lines of which block pass a test. Blocks of the file keep only the count, to save memory. */
export class Findings {
	readonly #store: LogStore;
	readonly #test: LineTest;
	readonly #counts = new Map<number, number>();
	readonly #listed = new Map<number, {upTo: number; lines: number[]}>();
	readonly #recent = new Map<number, number[]>();
	count = 0;
	#generation = -1;
	#firstId = 0;
	#total = -1;
	/** The blocks in this range were searched. */
	#known = nothing;

	constructor(store: LogStore, test: LineTest) {
		this.#store = store;
		this.#test = test;
	}

	/** @returns nothing if the block was not searched */
	countIn(id: number): number | undefined {
		return this.#counts.get(id);
	}

	/** The numbers of matching lines in a block, ascending. @returns nothing if it was not searched */
	linesIn(id: number): number[] | undefined {
		const count = this.#counts.get(id);
		if (!count) return count === 0 ? [] : undefined;
		const known = this.#listed.get(id)?.lines ?? this.#recent.get(id);
		if (known) return known;
		const {scrollback} = this.#store;
		const block = scrollback.blocks.get(id);
		const lines = scrollback
			.linesOf(block)
			.flatMap((line, index) => (this.#test.passes(line) ? [block.first + index] : []));
		this.#recent.set(id, lines);
		if (this.#recent.size > keptBlocks) this.#recent.delete(this.#recent.keys().next().value!);
		return lines;
	}

	get lacksMemory(): boolean {
		return this.#total !== this.#store.total;
	}

	/** The newest lines first, until the time is over. */
	lookAtMemory(until: number): void {
		const {scrollback, first, total} = this.#store;
		const {blocks} = scrollback;
		this.#forget();
		for (let id = blocks.lastId; id >= blocks.firstId; id--) {
			const block = blocks.get(id);
			if (endOf(block) <= first && block.count > 0) break;
			if (id < blocks.lastId && performance.now() > until) return;
			this.#lookAt(id, block);
		}
		this.#total = total;
	}

	lookThrough(id: number): void {
		const {scrollback} = this.#store;
		const bytes = scrollback.bytesOf(scrollback.blocks.get(id));
		const lines = this.#test.mayPass(bytes.toString('utf8')) ? linesIn(bytes) : [];
		let count = 0;
		for (const line of lines) if (this.#test.passes(line)) count++;
		this.#set(id, count);
	}

	/** The newest block in the file that was not searched. @param from lines before it do not count */
	next(from: number): number | undefined {
		const {scrollback, first} = this.#store;
		const {blocks} = scrollback;
		const newest = blocks.idOf(first - 1);
		const isInFile = (id: number) => id >= blocks.firstId && endOf(blocks.get(id)) > from;
		const high = endOf(blocks.get(newest)) > first ? newest - 1 : newest;
		let id = high;
		while (isInFile(id) && this.#counts.has(id)) {
			const known = this.#known;
			id = known.low <= id && id <= known.high ? known.low - 1 : id - 1;
		}
		if (id < high) this.#known = {low: id + 1, high};
		return isInFile(id) ? id : undefined;
	}

	#lookAt(id: number, block: Block): void {
		const {oldest} = this.#store;
		const known = this.#listed.get(id) ?? {upTo: block.first, lines: []};
		const lines = this.#store.scrollback.linesOf(block);
		for (let number = Math.max(known.upTo, oldest); number < endOf(block); number++) {
			if (this.#test.passes(lines[number - block.first] ?? '')) known.lines.push(number);
		}
		known.upTo = endOf(block);
		// Lines that can no longer be read do not count.
		if (block.first < oldest) known.lines = known.lines.slice(indexFrom(known.lines, oldest));
		this.#listed.set(id, known);
		this.#set(id, known.lines.length);
	}

	/** Drops blocks that are gone, and the line numbers of those that left memory. */
	#forget(): void {
		const {scrollback, first} = this.#store;
		const {blocks} = scrollback;
		if (blocks.generation !== this.#generation) this.#forgetAll(blocks.generation);
		for (; this.#firstId < blocks.firstId; this.#firstId++) this.#drop(this.#firstId);
		this.#firstId = blocks.firstId;
		for (const [id, {upTo}] of this.#listed) {
			const end = endOf(blocks.get(id));
			if (end > first) continue;
			this.#listed.delete(id);
			if (upTo < end) this.#drop(id);
		}
	}

	#forgetAll(generation: number): void {
		for (const map of [this.#counts, this.#listed, this.#recent]) map.clear();
		this.count = 0;
		this.#known = nothing;
		this.#generation = generation;
	}

	#drop(id: number): void {
		this.#set(id, 0);
		for (const map of [this.#counts, this.#listed, this.#recent]) map.delete(id);
		this.#known = nothing;
	}

	#set(id: number, count: number): void {
		this.count += count - (this.#counts.get(id) ?? 0);
		this.#counts.set(id, count);
	}
}

/** The index of the first number in an ascending list that is not below `number`. */
export function indexFrom(lines: number[], number: number): number {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (lines[middle]! < number) low = middle + 1;
		else high = middle;
	}
	return low;
}

function endOf({first, count}: Block): number {
	return first + count;
}
