import type {Point} from '../drawing/graph.ts';
import {loggedRequest, mayBeRequests} from '../log/lines/request-line.ts';
import {Store} from '../state/store.ts';
import {Durations} from './durations.ts';
import {groupTime, History, historyTime, pieceTime} from './history.ts';

interface Piece {
	requests: number;
	errors: number;
	reloads: number;
	durations: Durations;
}

/** Milliseconds between two notifications: a number that changes more often cannot be read. */
const usualInterval = 1000;

/** Counts the requests of the log as its lines come. */
export class Requests extends Store<object> {
	readonly #history = new History<Piece>(() => ({
		requests: 0,
		errors: 0,
		reloads: 0,
		durations: new Durations(),
	}));
	#newest = Number.NEGATIVE_INFINITY;

	/** @param interval 0 notifies of every change immediately */
	constructor(interval: number = usualInterval) {
		super({}, interval === 0 ? 0 : usualInterval);
	}

	/** @param lines with their ends, if they are bytes */
	take(lines: Buffer | string[], now = Date.now()): void {
		let isNews = false;
		for (const line of Buffer.isBuffer(lines) ? mayBeRequests(lines) : lines) {
			const request = loggedRequest(line);
			// What is older would be counted for nothing; a clock may be ahead.
			if (!request || request.at < now - historyTime) continue;
			this.#count(Math.min(request.at, now), request.status, request.milliseconds);
			isNews = true;
		}
		if (isNews) this.change({});
	}

	reloaded(now = Date.now()): void {
		this.#history.at(now)!.reloads++;
		this.change({});
	}

	/** Whether there were any in the last ten minutes. */
	areRecent(now = Date.now()): boolean {
		return this.#newest > now - historyTime;
	}

	/** In the last seconds. */
	perSecond(now = Date.now()): number {
		const pieces = [this.#history.at(now - pieceTime), this.#history.at(now)];
		const sum = requestsOf(pieces.filter(piece => piece !== undefined));
		return (sum * 1000) / (pieceTime + (now % pieceTime));
	}

	errors(now = Date.now()): number {
		return this.#history.all(now).reduce((sum, {errors}) => sum + errors, 0);
	}

	/** @param part 0.95: the time within which 95 % of the last ten minutes' requests were answered */
	percentile(part: number, now = Date.now()): number {
		return durationsOf(this.#history.all(now)).percentile(part);
	}

	/** Requests per second in each of so many parts of the last ten minutes. */
	rates(count: number, now = Date.now()): Point[] {
		const length = groupTime(count);
		// A moment would make a rate of a single request.
		const passed = Math.max(pieceTime, now % length);
		return this.#history.groups(count, now).map((pieces, index) => ({
			value: (requestsOf(pieces) * 1000) / (index === count - 1 ? passed : length),
			isBad: pieces.some(({errors}) => errors > 0),
			isMarked: pieces.some(({reloads}) => reloads > 0),
		}));
	}

	/** The percentile of each part. */
	percentiles(part: number, count: number, now = Date.now()): Point[] {
		const groups = this.#history.groups(count, now);
		return groups.map(pieces => ({value: durationsOf(pieces).percentile(part)}));
	}

	#count(at: number, status: number, milliseconds: number): void {
		const piece = this.#history.at(at);
		if (!piece) return;
		piece.requests++;
		piece.durations.add(milliseconds);
		if (status >= 500) piece.errors++;
		this.#newest = Math.max(this.#newest, at);
	}
}

function requestsOf(pieces: Piece[]): number {
	return pieces.reduce((sum, {requests}) => sum + requests, 0);
}

function durationsOf(pieces: Piece[]): Durations {
	const all = new Durations();
	for (const {durations} of pieces) all.addAll(durations);
	return all;
}
