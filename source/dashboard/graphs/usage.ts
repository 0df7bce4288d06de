import type {Point} from '../drawing/graph.ts';
import {Store} from '../state/store.ts';
import {isRunner, type Processes, processesOf, usedSince} from './application.ts';
import {History, pieceTime} from './history.ts';

/** Milliseconds between two looks; the second one comes sooner, as one alone tells no percentage. */
const interval = 2000;
const firstInterval = 500;
/** A part of the memory: smaller changes are not shown, as an idle application would be drawn again and again. */
const noticed = 0.02;

interface Piece {
	/** Milliseconds of the processor, and those in which they were used. */
	used: number;
	passed: number;
}

/** What an application takes, as it is shown. Nothing until the second look, and where it cannot be read. */
export interface UsageState {
	shown?: {
		/** In percent of one processor. */
		cpu: number;
		/** In bytes. */
		memory: number;
	};
}

/** CPU and memory of the application, read from /proc only while somebody looks. */
export class Usage extends Store<UsageState> {
	#history = newHistory();
	#runner: number | undefined;
	#before: {at: number; processes: Processes} | undefined;

	constructor() {
		super({});
	}

	/** Looks again and again. @param runner the server's own process, the parent of the application @returns how to stop */
	watch(root: string, runner: number): () => void {
		if (runner !== this.#runner) this.#forget();
		this.#runner = runner;
		this.#before = undefined;
		if (!isRunner(root, runner)) return () => {};
		let timer: NodeJS.Timeout;
		const look = (next: number) => {
			this.look(runner);
			timer = setTimeout(() => look(interval), next).unref();
		};
		look(firstInterval);
		return () => clearTimeout(timer);
	}

	look(runner: number, now = Date.now()): void {
		const processes = processesOf(runner);
		const before = this.#before;
		this.#before = {at: now, processes};
		if (!before) return;
		this.#add(usedSince(before.processes, processes), now - before.at, now);
		this.#show(this.#latest(processes, now));
	}

	/** In whole percent, in each of so many parts of the last ten minutes. */
	percentages(count: number, now = Date.now()): Point[] {
		return this.#history.groups(count, now).map(pieces => ({value: percentOf(pieces)}));
	}

	/** Whether the application did anything in the last ten minutes. */
	wasBusy(now = Date.now()): boolean {
		return this.#history.all(now).some(piece => percentOf([piece]) > 0);
	}

	#forget(): void {
		this.#history = newHistory();
		this.#show(undefined);
	}

	#add(used: number, passed: number, now: number): void {
		const piece = this.#history.at(now);
		if (!piece) return;
		piece.used += used;
		piece.passed += passed;
	}

	#latest(processes: Processes, now: number): UsageState['shown'] {
		if (processes.size === 0) return undefined;
		const latest = [this.#history.at(now - pieceTime), this.#history.at(now)];
		const bytes = [...processes.values()].reduce((sum, process) => sum + process.bytes, 0);
		const before = this.snapshot().shown?.memory;
		return {
			cpu: percentOf(latest.filter(piece => piece !== undefined)),
			memory: isNear(before, bytes) ? before : bytes,
		};
	}

	#show(shown: UsageState['shown']): void {
		const before = this.snapshot().shown;
		if (shown?.cpu !== before?.cpu || shown?.memory !== before?.memory) this.change({shown});
	}
}

function newHistory(): History<Piece> {
	return new History(() => ({used: 0, passed: 0}));
}

function percentOf(pieces: Piece[]): number {
	const passed = pieces.reduce((sum, piece) => sum + piece.passed, 0);
	const used = pieces.reduce((sum, piece) => sum + piece.used, 0);
	return passed === 0 ? 0 : Math.round((used * 100) / passed);
}

function isNear(before: number | undefined, memory: number): before is number {
	return before !== undefined && Math.abs(memory - before) < before * noticed;
}
