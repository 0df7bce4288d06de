import {setImmediate as turn} from 'node:timers/promises';
import type {Block} from '../file/blocks.ts';
import type {LogStore} from '../file/log-store.ts';
import {Findings, indexFrom, type LineTest} from './findings.ts';

/** Milliseconds that a caller waits for the newest lines. */
const atOnce = 8;
/** Milliseconds of work before the search yields to keys. */
const slice = 3;
/** If yielding takes less milliseconds than this, nothing else had work to do. */
const quietTurn = 0.5;
const mostTurns = 8;
/** Milliseconds between two redraws during a search. */
const redrawInterval = 200;
/** The search stops when nobody has asked for so many milliseconds. */
const askTimeout = 1000;

/**
 * The lines that pass a test: those in memory immediately, then those of the file, from its end, in the
 * background, as long as somebody asks.
 */
export class PassingLines {
	readonly test: LineTest;
	readonly #store: LogStore;
	readonly #found: Findings;
	#from = 0;
	#askedAt = 0;
	#scanningSince: number | undefined;

	constructor(store: LogStore, test: LineTest) {
		this.#store = store;
		this.test = test;
		this.#found = new Findings(store, test);
	}

	get count(): number {
		const {count} = this.#found;
		return this.#from > 0 ? count - this.placeOf(this.#from) : count;
	}

	get isFinal(): boolean {
		return !this.#found.lacksMemory && this.#nextId === undefined && !this.#reachesBack;
	}

	/** The part of the bytes that was searched; nothing during the first second. */
	get progress(): number | undefined {
		const since = this.#scanningSince ?? Number.POSITIVE_INFINITY;
		if (performance.now() - since < 1000) return undefined;
		const {blocks} = this.#store.scrollback;
		let looked = 0;
		let all = blocks.oldest?.start ?? 0;
		for (let id = blocks.firstId; id <= blocks.lastId; id++) {
			const {start, end} = blocks.get(id);
			all += end - start;
			if (this.#found.countIn(id) !== undefined) looked += end - start;
		}
		return looked / all;
	}

	/** Searches new lines in memory, and the file in the background. @param from lines before it do not count */
	ask(from: number): void {
		this.#from = from;
		this.#askedAt = performance.now();
		if (this.#found.lacksMemory) this.#found.lookAtMemory(performance.now() + atOnce);
		if (this.#scanningSince === undefined && !this.isFinal) void this.#scan();
	}

	stop(): void {
		this.#askedAt = Number.NEGATIVE_INFINITY;
	}

	placeOf(number: number): number {
		const {blocks} = this.#store.scrollback;
		if (!blocks.oldest) return 0;
		const within = blocks.idOf(number);
		let place = indexFrom(this.#found.linesIn(within) ?? [], number);
		for (let id = blocks.firstId; id < within; id++) place += this.#found.countIn(id) ?? 0;
		return place;
	}

	has(number: number): boolean {
		return this.walk(number, 1).next().value === number;
	}

	/** From a line on, included, as far as the search has no gap. */
	*walk(from: number, step: 1 | -1): Generator<number> {
		const {blocks} = this.#store.scrollback;
		if (!blocks.oldest) return;
		for (let id = blocks.idOf(from); id >= blocks.firstId && id <= blocks.lastId; id += step) {
			const lines = this.#found.linesIn(id);
			if (!lines) return;
			let place = indexFrom(lines, from);
			if (step === -1 && lines[place] !== from) place--;
			for (; lines[place] !== undefined; place += step) yield lines[place]!;
		}
	}

	/** The nearest match above or below a line, as far as is known. */
	next(from: number, step: 1 | -1): number | undefined {
		for (const number of this.walk(from, step)) if (number !== from) return number;
		return undefined;
	}

	get #nextId(): number | undefined {
		return this.#store.scrollback.blocks.oldest && this.#found.next(this.#from);
	}

	get #reachesBack(): boolean {
		return this.#store.scrollback.hasMore && this.#store.oldest > this.#from;
	}

	async #scan(): Promise<void> {
		this.#scanningSince = performance.now();
		let redrawnAt = this.#scanningSince;
		while (performance.now() - this.#askedAt < askTimeout && !this.isFinal) {
			await this.#readAhead();
			this.#work(performance.now() + slice);
			await yieldToOthers();
			if (performance.now() - redrawnAt < redrawInterval) continue;
			redrawnAt = performance.now();
			this.#store.change({});
		}
		this.#scanningSince = undefined;
		this.#store.scrollback.freeBuffers();
		this.#store.change({});
	}

	async #readAhead(): Promise<void> {
		if (this.#found.lacksMemory) return;
		const {file, start, end} = this.#nextBytes;
		await file?.readAhead(start, end);
	}

	get #nextBytes(): Pick<Block, 'file' | 'start' | 'end'> {
		const {scrollback} = this.#store;
		const id = this.#nextId;
		return id === undefined ? scrollback.nextBytes : scrollback.blocks.get(id);
	}

	/** Searches until the time is over, or more of the file has to be read. */
	#work(until: number): void {
		if (this.#found.lacksMemory) this.#found.lookAtMemory(until);
		if (this.#found.lacksMemory) return;
		for (let isFirst = true; !this.isFinal && performance.now() < until; isFirst = false) {
			const {file, start, end} = this.#nextBytes;
			if (!isFirst && !file?.hasAhead(start, end)) return;
			const id = this.#nextId;
			if (id === undefined) this.#store.scrollback.readBack();
			else this.#found.lookThrough(id);
		}
	}
}

/** Handling a key and drawing take several turns: yields until nothing else has work to do. */
async function yieldToOthers(): Promise<void> {
	for (let turns = 0; turns < mostTurns; turns++) {
		const start = performance.now();
		await turn();
		if (performance.now() - start < quietTurn) return;
	}
}
