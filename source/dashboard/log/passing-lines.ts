import {setImmediate as turn} from 'node:timers/promises';
import type {Block} from './blocks.ts';
import type {LogStore} from './log-store.ts';
import {linesIn, textOf} from './scrollback.ts';

/** Milliseconds of work between which keys have their turn. */
const slice = 3;
/** Milliseconds that whoever asks waits for the newest lines. */
const atOnce = 8;
/** A turn of so many milliseconds is one in which nobody had anything to do. */
const quietTurn = 0.5;
const mostTurns = 8;
/** So often somebody is told of what was found. */
const tellEach = 200;
/** Who has not asked for so long does not want to know. */
const patience = 1000;
/** Blocks whose lines' numbers are kept once they were asked for. */
const keptBlocks = 32;

const nothing = {low: 0, high: -1};

export interface LineTest {
	/** Names the test: under another one the lines are looked at anew. */
	key: string;
	passes: (line: string) => boolean;
	/** Whether one of the lines of a text could pass, told at a glance. */
	mayPass: (text: string) => boolean;
}

/**
 * The numbers of the lines that pass a test: at once of those in memory, then, in the background, of
 * the file from its end to its beginning. Of a block in the file only the count is kept, so that a
 * text that every line has fills no memory.
 */
export class PassingLines {
	readonly test: LineTest;
	readonly #store: LogStore;
	readonly #counts = new Map<number, number>();
	/** Of the blocks in memory. */
	readonly #listed = new Map<number, {upTo: number; lines: number[]}>();
	readonly #recent = new Map<number, number[]>();
	#count = 0;
	#generation = -1;
	#firstId = 0;
	#total = -1;
	/** The blocks between these were looked at. */
	#known = nothing;
	#from = 0;
	#askedAt = 0;
	#scanningSince: number | undefined;

	constructor(store: LogStore, test: LineTest) {
		this.#store = store;
		this.test = test;
	}

	/** How many were found so far. */
	get count(): number {
		return this.#from > 0 ? this.#count - this.placeOf(this.#from) : this.#count;
	}

	/** Whether all lines were looked at. */
	get isFinal(): boolean {
		return !this.#lacksMemory && this.#next() === undefined && !this.#reachesBack;
	}

	/** The part of the bytes that was looked at; nothing before it takes a second. */
	get progress(): number | undefined {
		if (performance.now() - (this.#scanningSince ?? Number.POSITIVE_INFINITY) < 1000)
			return undefined;
		const {blocks} = this.#store.scrollback;
		let looked = 0;
		let all = blocks.oldest?.start ?? 0;
		for (let id = blocks.firstId; id <= blocks.lastId; id++) {
			const {start, end} = blocks.get(id);
			all += end - start;
			if (this.#counts.has(id)) looked += end - start;
		}
		return looked / all;
	}

	/** Looks at what has come to memory, and has the rest looked at. */
	ask(from: number): void {
		this.#from = from;
		this.#askedAt = performance.now();
		if (this.#lacksMemory) this.#lookAtMemory(performance.now() + atOnce);
		if (this.#scanningSince === undefined && !this.isFinal) void this.#scan();
	}

	/** Ends the search in the background. */
	stop(): void {
		this.#askedAt = Number.NEGATIVE_INFINITY;
	}

	/** How many lines that were found stand above a line. */
	placeOf(number: number): number {
		const {blocks} = this.#store.scrollback;
		if (!blocks.oldest) return 0;
		const within = blocks.idOf(number);
		let place = placeOf(number, this.#linesIn(within) ?? []);
		for (let id = blocks.firstId; id < within; id++) place += this.#counts.get(id) ?? 0;
		return place;
	}

	/** Whether a line was found. */
	has(number: number): boolean {
		return this.walk(number, 1).next().value === number;
	}

	/** From a line on, that line's number included, as far as they are found without a gap. */
	*walk(from: number, step: 1 | -1): Generator<number> {
		const {blocks} = this.#store.scrollback;
		if (!blocks.oldest) return;
		for (let id = blocks.idOf(from); id >= blocks.firstId && id <= blocks.lastId; id += step) {
			const lines = this.#linesIn(id);
			if (!lines) return;
			let place = placeOf(from, lines);
			if (step === -1 && lines[place] !== from) place--;
			for (; lines[place] !== undefined; place += step) yield lines[place]!;
		}
	}

	/** The nearest one above or below a line, as far as is known. */
	next(from: number, step: 1 | -1): number | undefined {
		for (const number of this.walk(from, step)) if (number !== from) return number;
		return undefined;
	}

	get #reachesBack(): boolean {
		return this.#store.hasMore && this.#store.oldest > this.#from;
	}

	get #lacksMemory(): boolean {
		return this.#total !== this.#store.total;
	}

	/** The newest lines first, until the time is over. */
	#lookAtMemory(until: number): void {
		const {scrollback, first, total} = this.#store;
		const {blocks} = scrollback;
		this.#forget();
		for (let id = blocks.lastId; id >= blocks.firstId; id--) {
			const block = blocks.get(id);
			if (endOf(block) <= first && block.count > 0) break;
			this.#lookAt(id, block);
			if (performance.now() > until) return;
		}
		this.#total = total;
	}

	#lookAt(id: number, block: Block): void {
		const {oldest} = this.#store;
		const known = this.#listed.get(id) ?? {upTo: block.first, lines: []};
		for (let number = Math.max(known.upTo, oldest); number < endOf(block); number++) {
			if (this.test.passes(this.#store.line(number))) known.lines.push(number);
		}
		known.upTo = endOf(block);
		// What nobody can read any more is not to be counted.
		if (block.first < oldest) known.lines = known.lines.slice(placeOf(oldest, known.lines));
		this.#listed.set(id, known);
		this.#set(id, known.lines.length);
	}

	/** Of blocks that are gone everything, of those that left memory the numbers. */
	#forget(): void {
		const {scrollback, first} = this.#store;
		const {blocks} = scrollback;
		if (blocks.generation !== this.#generation) {
			for (const map of [this.#counts, this.#listed, this.#recent]) map.clear();
			this.#generation = blocks.generation;
			this.#count = 0;
			this.#known = nothing;
		}
		for (; this.#firstId < blocks.firstId; this.#firstId++) this.#drop(this.#firstId);
		this.#firstId = blocks.firstId;
		for (const [id, {upTo}] of this.#listed) {
			const end = endOf(blocks.get(id));
			if (end <= first) this.#listed.delete(id);
			if (end <= first && upTo < end) this.#drop(id);
		}
	}

	#drop(id: number): void {
		this.#set(id, 0);
		for (const map of [this.#counts, this.#listed, this.#recent]) map.delete(id);
		this.#known = nothing;
	}

	#set(id: number, count: number): void {
		this.#count += count - (this.#counts.get(id) ?? 0);
		this.#counts.set(id, count);
	}

	/** Nothing where it was not looked at yet. */
	#linesIn(id: number): number[] | undefined {
		if (!this.#counts.has(id)) return undefined;
		if (this.#counts.get(id) === 0) return [];
		const known = this.#listed.get(id)?.lines ?? this.#recent.get(id);
		if (known) return known;
		const {scrollback} = this.#store;
		const block = scrollback.blocks.get(id);
		const lines = scrollback
			.linesOf(block)
			.flatMap((line, index) => (this.test.passes(line) ? [block.first + index] : []));
		this.#recent.set(id, lines);
		if (this.#recent.size > keptBlocks) this.#recent.delete(this.#recent.keys().next().value!);
		return lines;
	}

	/** The newest block in the file that was not looked at. */
	#next(): number | undefined {
		const {scrollback, first} = this.#store;
		const {blocks} = scrollback;
		const highest = blocks.idOf(first - 1);
		const isInFile = (id: number) => id >= blocks.firstId && endOf(blocks.get(id)) > this.#from;
		let id = endOf(blocks.get(highest)) > first ? highest - 1 : highest;
		const from = id;
		while (isInFile(id) && this.#counts.has(id)) {
			const {low, high} = this.#known;
			id = low <= id && id <= high ? low - 1 : id - 1;
		}
		if (id < from) this.#known = {low: id + 1, high: from};
		return isInFile(id) ? id : undefined;
	}

	async #scan(): Promise<void> {
		this.#scanningSince = performance.now();
		let told = this.#scanningSince;
		while (performance.now() - this.#askedAt < patience && !this.isFinal) {
			await this.#readAhead();
			this.#work(performance.now() + slice);
			await giveWay();
			if (performance.now() - told < tellEach) continue;
			told = performance.now();
			this.#store.changed();
		}
		this.#scanningSince = undefined;
		this.#store.scrollback.rest();
		this.#store.changed();
	}

	async #readAhead(): Promise<void> {
		if (this.#lacksMemory) return;
		const {file, start, end} = this.#nextBytes;
		await file?.readAhead(start, end);
	}

	get #nextBytes(): Pick<Block, 'file' | 'start' | 'end'> {
		const {scrollback} = this.#store;
		const id = this.#next();
		return id === undefined ? scrollback.nextBytes : scrollback.blocks.get(id);
	}

	/** Goes on until the time is over, or more of the file has to be read. */
	#work(until: number): void {
		const {scrollback} = this.#store;
		if (this.#lacksMemory) this.#lookAtMemory(until);
		if (this.#lacksMemory) return;
		for (let isFirst = true; !this.isFinal && performance.now() < until; isFirst = false) {
			const {file, start, end} = this.#nextBytes;
			if (!isFirst && !file?.hasAhead(start, end)) return;
			const id = this.#next();
			if (id === undefined) scrollback.readBack();
			else this.#lookThrough(id);
		}
	}

	#lookThrough(id: number): void {
		const block = this.#store.scrollback.blocks.get(id);
		const text = textOf(block);
		const lines = this.test.mayPass(text) ? linesIn(text) : [];
		let count = 0;
		for (const line of lines) if (this.test.passes(line)) count++;
		this.#set(id, count);
	}
}

/** A key, and what is drawn for it, take several turns: others go first while they have something to do. */
async function giveWay(): Promise<void> {
	for (let turns = 0; turns < mostTurns; turns++) {
		const start = performance.now();
		await turn();
		if (performance.now() - start < quietTurn) return;
	}
}

/** The number behind the last line's. */
function endOf({first, count}: Block): number {
	return first + count;
}

/** The place in an ascending list where a number stands, or would stand. */
function placeOf(number: number, lines: number[]): number {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (lines[middle]! < number) low = middle + 1;
		else high = middle;
	}
	return low;
}
