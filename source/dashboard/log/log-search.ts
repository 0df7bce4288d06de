import type {LinePromptOptions} from '../dialogs/line-prompt.ts';
import type {LogView, ViewState} from '../state.ts';
import type {Store} from '../store.ts';
import type {LogPane} from './log-pane.ts';
import {matchCount, matchesIn} from './matches.ts';

const hints = {
	search: 'Enter, then n N; Esc clears',
	filter: 'Enter keeps, Esc shows all; ! inverts',
};

/** The searched text and the filter: what they do is seen while they are typed. */
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

	/** Goes to the next line that has the searched text, upwards for -1. @returns whether there is one */
	find(step: 1 | -1): boolean {
		const lines = matchesIn(this.#pane.store, this.#log);
		const here = this.#log.cursor ?? this.#pane.store.total;
		const next = step === 1 ? lines.find(line => line > here) : lines.findLast(line => line < here);
		if (next === undefined) return false;
		this.#pane.showLine(next);
		return true;
	}

	/** What the prompt for one of them asks, shows and does. */
	prompt(kind: 'search' | 'filter'): LinePromptOptions {
		this.#pane.loadWhole();
		return {
			sign: kind === 'search' ? '/' : '&',
			value: this.#log[kind],
			hint: () => {
				if (kind === 'filter' || this.#log.search === '') return hints[kind];
				const count = matchCount(this.#pane.store, this.#log);
				return [`${count}  ${hints.search}`, count];
			},
			onChange: value => this.#view.change({log: {...this.#log, [kind]: value}}),
			onEnter: () => {
				if (kind === 'search' && this.#log.search !== '') this.#toNearest();
			},
		};
	}

	/** While following the last match, else the one at the cursor or below it. */
	#toNearest(): void {
		const lines = matchesIn(this.#pane.store, this.#log);
		const {cursor} = this.#log;
		const nearest = cursor === undefined ? undefined : lines.find(line => line >= cursor);
		const number = nearest ?? lines.at(-1);
		if (number !== undefined) this.#pane.showLine(number);
	}
}
