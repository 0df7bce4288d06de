import type {LinePromptOptions} from '../dialogs/line-prompt.ts';
import {keyOf} from '../input/key-names.ts';
import type {LogView, ViewState} from '../state/state.ts';
import type {Store} from '../state/store.ts';
import type {LogPane} from './log-pane.ts';
import {matchCount, matchesIn} from './search/matches.ts';

export function searchHint(): string {
	return `Enter, then ${keyOf('next-match')} ${keyOf('previous-match')}; Esc clears`;
}

/** Search and filter; their effect shows while they are typed. */
export class LogSearch {
	readonly #pane: LogPane;
	readonly #view: Store<ViewState>;

	constructor(pane: LogPane, view: Store<ViewState>) {
		this.#pane = pane;
		this.#view = view;
	}

	get #log(): LogView {
		return this.#view.snapshot().log;
	}

	/** Goes to the next match (up for -1), or once the search finds one. @returns whether there may be one */
	find(step: 1 | -1): boolean {
		if (this.#go(step)) return true;
		const mayCome = () => matchesIn(this.#pane.store, this.#log)?.isFinal === false;
		if (step === 1 || !mayCome()) return false;
		this.#pane.whenKnown(() => this.#go(-1) || !mayCome());
		return true;
	}

	#go(step: 1 | -1): boolean {
		const lines = matchesIn(this.#pane.store, this.#log);
		const next = lines?.next(this.#log.cursor ?? this.#pane.store.total, step);
		if (next !== undefined) this.#pane.showLine(next);
		return next !== undefined;
	}

	prompt(kind: 'search' | 'filter'): LinePromptOptions {
		return {
			sign: kind === 'search' ? '/' : '&',
			value: this.#log[kind],
			hint: () => {
				if (kind === 'filter') return 'Enter keeps it, Esc clears it, ! inverts';
				if (this.#log.search === '') return searchHint();
				const count = matchCount(this.#pane.store, this.#log);
				return [`${count}  ${searchHint()}`, count];
			},
			onChange: value => this.#view.change({log: {...this.#log, [kind]: value}}),
			onEnter: () => {
				if (kind === 'search' && !this.#toNearest()) this.#pane.whenKnown(() => this.#toNearest());
			},
		};
	}

	/** The last match while following, else the one at or below the cursor. @returns false while the search continues */
	#toNearest(): boolean {
		const lines = matchesIn(this.#pane.store, this.#log);
		if (!lines) return true;
		const {cursor} = this.#log;
		const [nearest] = cursor === undefined ? [] : lines.walk(cursor, 1);
		const number = nearest ?? lines.next(this.#pane.store.total, -1);
		if (number !== undefined) this.#pane.showLine(number);
		return number !== undefined || lines.isFinal;
	}
}
