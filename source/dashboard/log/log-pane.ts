import {clock} from '../drawing/times.ts';
import type {
	Drawn,
	LogLevelFilter,
	LogTimes,
	LogView,
	LogViewport,
	ViewState,
} from '../state/state.ts';
import {Store} from '../state/store.ts';
import type {LogStore} from './file/log-store.ts';
import {LineTimes} from './lines/line-times.ts';
import {structuredLine} from './lines/structured-line.ts';
import {UnseenErrors} from './lines/unseen-errors.ts';
import {LogSearch} from './log-search.ts';
import {isBefore, type Place, Places} from './places.ts';
import {scrolled} from './scrolling.ts';
import {everyLine, shownLines} from './search/filter.ts';
import {shiftedBy} from './sideways.ts';
import {firstLine, shownFrom} from './window.ts';

/** Milliseconds. */
const countersInterval = 1000;
const levels: LogLevelFilter[] = ['all', 'info', 'warn', 'error'];
const timeModes: LogTimes[] = ['off', 'clock', 'delta'];

/** What keys do to the view of the log. Its position is a line number, so that new lines do not move it. */
export class LogPane {
	readonly times = new LineTimes();
	readonly unseenErrors = new UnseenErrors();
	readonly search: LogSearch;
	/** Notifies of new lines once a second: counts that change faster cannot be read. */
	readonly counters: Store<object>;
	readonly store: LogStore;
	readonly #view: Store<ViewState>;
	readonly #drawn: Pick<Drawn, 'log'>;
	/** An attempt that waits until more of the file is known. It is dropped if the view changes. */
	#pending: {view: LogView; attempt: () => boolean} | undefined;

	/** @param drawn kept up to date by whoever draws */
	constructor(store: LogStore, view: Store<ViewState>, drawn: Pick<Drawn, 'log'>) {
		this.store = store;
		this.#view = view;
		this.#drawn = drawn;
		this.search = new LogSearch(this, view);
		this.counters = new Store({}, store.isImmediate ? 0 : countersInterval);
		store.subscribe(() => {
			this.counters.change({});
			this.times.note(store);
			this.unseenErrors.note(store);
			this.#tryAgain();
		});
	}

	get #log(): LogView {
		return this.#view.snapshot().log;
	}

	/** Notes what is on the screen. */
	saw(viewport: LogViewport): void {
		this.#drawn.log = viewport;
		this.unseenErrors.clear(this.store);
	}

	/** The line that keys act on: the cursor's, else the last one. */
	get current(): number {
		return this.#log.cursor ?? this.#drawn.log.last;
	}

	/** Any step up pauses; a step below the last line follows again. */
	scroll(step: number): void {
		if (firstLine(this.store, this.#log) >= this.store.total) return;
		if (step === Number.POSITIVE_INFINITY) this.follow();
		else if (step === Number.NEGATIVE_INFINITY) this.#toTop();
		else if (this.#log.top !== undefined) this.#move(step);
		else if (step < 0) this.#pauseAbove(step);
	}

	follow(): void {
		this.#change({top: undefined, topRow: undefined, cursor: undefined});
	}

	toggleFollow(): void {
		if (this.#log.top === undefined) this.#pauseAbove(0);
		else this.follow();
	}

	nextLevel(): void {
		this.#change({level: after(levels, this.#log.level)});
	}

	nextTimes(): void {
		this.#change({times: after(timeModes, this.#log.times)});
	}

	toggleWrap(): void {
		this.#change({wrap: !this.#log.wrap, shift: 0, topRow: undefined});
	}

	toggleExpanded(): void {
		const number = this.current;
		if (number < 0 || !structuredLine(this.store.line(number))) return;
		const expanded = new Set(this.#log.expanded);
		if (!expanded.delete(number)) expanded.add(number);
		this.#change({expanded});
	}

	/** Scrolls sideways by columns, at most to the end of the longest visible line. */
	shift(columns: number): void {
		this.#change({shift: shiftedBy(columns, this.store, this.#log, this.#drawn.log)});
	}

	/** Below the current line, or below the last one while following. */
	mark(now = new Date()): void {
		const before = this.#log.cursor === undefined ? this.store.total : this.#log.cursor + 1;
		const marks = [...this.#log.marks, {before, text: `mark ${clock(now)}`}];
		this.#change({marks});
	}

	clear(): void {
		const from = this.store.total;
		// A mark below the last line would stand above nothing.
		const marks = this.#log.marks.filter(({before}) => before < from);
		this.#change({from, marks, top: undefined, topRow: undefined, cursor: undefined});
	}

	stepBack(): void {
		const {search, filter, level, shift, top, from} = this.#log;
		if (search !== '') this.#change({search: ''});
		else if (filter !== '') this.#change({filter: ''});
		else if (level !== 'all') this.#change({level: 'all'});
		else if (shift > 0) this.#change({shift: 0});
		else if (top !== undefined) this.follow();
		else if (from > 0) this.#change({from: 0});
	}

	/** Tries again whenever more of the file is known, unless the view changes. @param attempt returns whether it is done */
	whenKnown(attempt: () => boolean): void {
		this.#pending = {view: this.#log, attempt};
	}

	#tryAgain(): void {
		const pending = this.#pending;
		this.#pending = undefined;
		if (pending?.view === this.#log && !pending.attempt()) this.whenKnown(pending.attempt);
	}

	#toTop(): void {
		if (!this.#toFirstKnown()) this.whenKnown(() => this.#toFirstKnown());
	}

	/** @returns whether it is the first line of all */
	#toFirstKnown(): boolean {
		const {store} = this;
		store.readBackTo(this.#log.from);
		const first = firstLine(store, this.#log);
		const shown = shownLines(store, this.#log);
		const [line] = shown ? shown.walk(first, 1) : [first];
		if (line !== undefined) this.#pauseAt({line, row: 0});
		return (shown ?? everyLine(store, this.#log)).isFinal;
	}

	#move(step: number): void {
		const {cursor = 0} = this.#log;
		const {number, missing} = shownFrom(this.store, this.#log, cursor, Math.sign(step));
		const next = scrolled(this.#places, cursor, step, missing > 0 ? undefined : number);
		if (next) this.#pauseAt(next.top, next.cursor);
		else this.follow();
	}

	/** Puts a match into the upper third of the window, so that the lines after it are visible as well. */
	showLine(number: number): void {
		const places = this.#places;
		const {shift, ...place} = places.ofMatch(number);
		const isSeen =
			this.#log.top !== undefined &&
			!isBefore(place, places.top) &&
			isBefore(place, places.bottom(places.top));
		const third = Math.floor(places.height / 3);
		this.#pauseAt(isSeen ? places.top : places.moved(place, -third), number);
		this.#change({shift});
	}

	get #places(): Places {
		return new Places(this.store, this.#log, this.#drawn.log);
	}

	/** Pauses some rows above the visible ones, unless nothing is visible. */
	#pauseAbove(rows: number): void {
		const {first, firstRow, last} = this.#drawn.log;
		if (last >= first) this.#pauseAt(this.#places.moved({line: first, row: firstRow}, rows));
	}

	#pauseAt({line, row}: Place, cursor = line): void {
		const pausedAt = this.#log.top === undefined ? this.store.total : this.#log.pausedAt;
		this.#change({top: line, topRow: row, cursor, pausedAt});
	}

	#change(part: Partial<LogView>): void {
		this.#view.change({log: {...this.#log, ...part}});
	}
}

function after<Mode>(modes: Mode[], mode: Mode): Mode {
	return modes[(modes.indexOf(mode) + 1) % modes.length]!;
}
