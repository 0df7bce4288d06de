import type {LinePromptOptions} from './dialogs/line-prompt.ts';
import {includes, isShown, type LogStore, shownBefore} from './log-store.ts';
import type {LogLevelFilter, LogView, ViewState} from './state.ts';
import type {Store} from './store.ts';
import {clock} from './times.ts';

const levels: LogLevelFilter[] = ['all', 'info', 'warn', 'error'];

/** What keys do to the view of the log. Its place is a line's number, so that new lines move nothing. */
export class LogPane {
	readonly #store: LogStore;
	readonly #view: Store<ViewState>;

	constructor(store: LogStore, view: Store<ViewState>) {
		this.#store = store;
		this.#view = view;
	}

	get #log(): LogView {
		return this.#view.snapshot().log;
	}

	/** Upwards pauses; reaching the end follows again. */
	scroll(step: number, page: number): void {
		const end = this.#log.end ?? this.#store.total;
		if (step === Number.POSITIVE_INFINITY) this.#change({end: undefined});
		else if (step < 0) this.#change({end: this.#up(end, -step, page)});
		else if (this.#log.end !== undefined) this.#change({end: this.#down(end, step)});
	}

	toggleFollow(): void {
		this.#change({end: this.#log.end === undefined ? this.#store.total : undefined});
	}

	nextLevel(): void {
		this.#change({level: levels[(levels.indexOf(this.#log.level) + 1) % levels.length]!});
	}

	toggleWrap(): void {
		this.#change({wrap: !this.#log.wrap, shift: 0});
	}

	shift(columns: number): void {
		this.#change({shift: Math.max(0, this.#log.shift + columns)});
	}

	mark(): void {
		this.#store.push([`${'-'.repeat(16)} mark ${clock(new Date())} ${'-'.repeat(16)}`]);
	}

	clear(): void {
		this.#change({from: this.#store.total, end: undefined});
	}

	/** Goes to the next line that has the searched text, upwards for -1. @returns whether there is one */
	find(step: 1 | -1): boolean {
		const {search, end = this.#store.total} = this.#log;
		const first = Math.max(this.#store.first, this.#log.from);
		for (let index = end - 1 + step; index >= first && index < this.#store.total; index += step) {
			const line = this.#store.line(index);
			if (!isShown(line, this.#log) || !includes(line, search)) continue;
			this.#change({end: index + 1});
			return true;
		}
		return false;
	}

	prompt(kind: 'search' | 'filter', close: () => void): LinePromptOptions {
		return {
			sign: kind === 'search' ? '/' : '&',
			value: this.#log[kind],
			hint:
				kind === 'search' ? 'Enter, then n N; Esc clears' : 'Enter keeps, Esc shows all; ! inverts',
			onChange: value => this.#change({[kind]: value}),
			onClose: () => {
				close();
				if (kind === 'search' && this.#log.search !== '') this.#toLastMatch();
			},
		};
	}

	/** Undoes one mode of the view. */
	stepBack(): void {
		const {search, filter, level, shift} = this.#log;
		if (search !== '') this.#change({search: ''});
		else if (filter !== '') this.#change({filter: ''});
		else if (level !== 'all') this.#change({level: 'all'});
		else if (shift > 0) this.#change({shift: 0});
		else this.#change({end: undefined});
	}

	#toLastMatch(): void {
		const {search, end = this.#store.total} = this.#log;
		const [last] = shownBefore(this.#store, this.#log, end, 1);
		if (last !== undefined && includes(this.#store.line(last), search)) return;
		this.find(-1);
	}

	#up(end: number, step: number, page: number): number {
		const above = shownBefore(
			this.#store,
			this.#log,
			end,
			Math.min(step, this.#store.total) + page,
		);
		if (above.length <= page) return above.length === 0 ? end : above.at(-1)! + 1;
		const target = Math.max(page, above.length - step);
		return above[target - 1]! + 1;
	}

	#down(end: number, step: number): number | undefined {
		let left = step;
		for (let index = end; index < this.#store.total; index++) {
			if (isShown(this.#store.line(index), this.#log) && --left === 0) {
				return index + 1 >= this.#store.total ? undefined : index + 1;
			}
		}
		return undefined;
	}

	#change(part: Partial<LogView>): void {
		this.#view.change({log: {...this.#log, ...part}});
	}
}
