import type {HistoryEntry} from '../../runs/journal.ts';
import type {RunStatus} from '../../runs/project-status.ts';
import {selectedIndex} from './selected-index.ts';
import type {HistoryState, StatusState, ViewState} from './state.ts';
import type {Store} from './store.ts';

/** Something that was done, or is being done, by whomever. */
export interface Activity {
	/** Its journal's name. */
	run: string;
	/** The command line that does the same, without `quarterdeck`. */
	command: string;
	operator: string;
	host: string;
	/** When it began. */
	since: string;
	/** How it ended; nothing while it goes on. */
	end?: Pick<HistoryEntry, 'exitCode' | 'milliseconds' | 'summary'>;
}

/** What was done and what goes on, and which of it is selected: by its run, so that news move nothing. */
export class ActivityList {
	readonly #status: Store<StatusState>;
	readonly #history: Store<HistoryState>;
	readonly #view: Store<ViewState>;
	/** Those that were heard to end, before the status and the history tell so. */
	readonly #ended = new Set<string>();

	constructor(status: Store<StatusState>, history: Store<HistoryState>, view: Store<ViewState>) {
		this.#status = status;
		this.#history = history;
		this.#view = view;
	}

	/** What goes on. The status is older than the history, in which a run may have ended since. */
	get running(): RunStatus[] {
		const runs = this.#status.snapshot().status?.runs ?? [];
		const ended = new Set(this.#done.map(({run}) => run));
		return runs.filter(({run}) => !ended.has(run) && !this.#ended.has(run));
	}

	/** A run has told its end. */
	end(run: string): void {
		this.#ended.add(run);
	}

	/** The newest first. */
	get all(): Activity[] {
		return activitiesOf(this.running, this.#done);
	}

	selected(): Activity | undefined {
		const {all} = this;
		return all.find(({run}) => run === this.#view.snapshot().selectedRun) ?? all[0];
	}

	/** Moves the selection by so many rows; infinity goes to an end. */
	select(step: number): void {
		const {selectedRun} = this.#view.snapshot();
		const {all} = this;
		const index = selectedIndex(all, ({run}) => run === selectedRun);
		const next = Math.max(0, Math.min(all.length - 1, index + step));
		// The newest is where the selection is until somebody moves it.
		this.#view.change({selectedRun: next === 0 ? '' : all[next]!.run});
	}

	get #done(): HistoryEntry[] {
		return this.#history.snapshot().history;
	}
}

/** The newest first, what goes on above what is done. */
export function activitiesOf(runs: RunStatus[], history: HistoryEntry[]): Activity[] {
	const done = history.map(({at, exitCode, milliseconds, summary, ...entry}) => ({
		...entry,
		since: at,
		end: {exitCode, milliseconds, summary},
	}));
	return [...[...runs].reverse(), ...done.reverse()];
}
