import type {HistoryEntry} from '../../runs/journal.ts';
import type {RunStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {inCaseOf} from '../../words/smart-case.ts';
import {safe} from '../drawing/foreign-text.ts';
import type {Session} from './session.ts';
import type {ActivityView, ViewState} from './state.ts';

export interface Activity {
	/** Its journal's name. */
	run: string;
	/** The command line, without `quarterdeck`. */
	command: string;
	operator: string;
	host: string;
	since: string;
	/** Missing while it runs. */
	end?: Pick<HistoryEntry, 'exitCode' | 'milliseconds' | 'summary'>;
}

/** What was done and what is running. A selection keeps to its run, so that new ones do not move it. */
export class ActivityList {
	readonly #session: Pick<Session, 'status' | 'history' | 'view'>;
	/** Runs that have ended before the status and the history say so. */
	readonly #ended = new Set<string>();

	constructor(session: Pick<Session, 'status' | 'history' | 'view'>) {
		this.#session = session;
	}

	/** The status is older than the history, in which a run may have ended since. */
	get running(): RunStatus[] {
		const runs = this.#session.status.snapshot().status?.runs ?? [];
		const ended = new Set(this.#done.map(({run}) => run));
		return runs.filter(({run}) => !ended.has(run) && !this.#ended.has(run));
	}

	end(run: string): void {
		this.#ended.add(run);
	}

	/** The newest first, above them what is running. */
	get all(): Activity[] {
		const done = this.#done.map(({at, exitCode, milliseconds, summary, ...entry}) => ({
			...entry,
			since: at,
			end: {exitCode, milliseconds, summary},
		}));
		return [...this.running.toReversed(), ...done.reverse()];
	}

	/** Of `all`, what the operator wants to see. */
	get shown(): Activity[] {
		return shownOf(this.all, this.#view.activity);
	}

	/** How many there are with those that are too old to be read. */
	get total(): number {
		const {total = 0} = this.#session.history.snapshot();
		return this.running.length + Math.max(total, this.#done.length);
	}

	selected(): Activity | undefined {
		const {shown} = this;
		return shown[indexOfSelected(shown, this.#view)];
	}

	/** Moves the selection by rows; infinity goes to an end. */
	select(step: number): void {
		const {shown} = this;
		const index = indexOfSelected(shown, this.#view);
		this.#go(shown, Math.max(0, Math.min(shown.length - 1, index + step)));
	}

	/** Goes to the next match, up for -1; 0 stays on one. @returns whether there is one */
	find(step: 1 | -1 | 0): boolean {
		const {shown} = this;
		const here = indexOfSelected(shown, this.#view);
		const matches = matchesIn(shown, this.#view.activity);
		const next =
			step === -1
				? matches.findLast(index => index < here)
				: matches.find(index => index >= here + step);
		const found = next ?? (step === 0 ? matches[0] : undefined);
		if (found !== undefined) this.#go(shown, found);
		return found !== undefined;
	}

	see(part: Partial<ActivityView>): void {
		this.#session.view.change({activity: {...this.#view.activity, ...part}});
	}

	/** @returns whether there was a mode to undo */
	stepBack(): boolean {
		const {search, onlyFailed} = this.#view.activity;
		if (search !== '') this.see({search: ''});
		else if (onlyFailed) this.see({onlyFailed: false});
		else return false;
		return true;
	}

	/** The newest is selected until the operator moves the selection. */
	#go(shown: Activity[], index: number): void {
		this.#session.view.change({selectedRun: index === 0 ? '' : shown[index]!.run});
	}

	get #view(): ViewState {
		return this.#session.view.snapshot();
	}

	get #done(): HistoryEntry[] {
		return this.#session.history.snapshot().history;
	}
}

export function shownOf(all: Activity[], {onlyFailed}: ActivityView): Activity[] {
	return onlyFailed ? all.filter(({end}) => end && end.exitCode !== 0) : all;
}

/** The first where the selected one is not shown. */
export function indexOfSelected(
	shown: Activity[],
	{selectedRun}: Pick<ViewState, 'selectedRun'>,
): number {
	const found = shown.findIndex(({run}) => run === selectedRun);
	return Math.max(0, found);
}

/** `match 2/3`, or `3 matches` if the selected run is not one. */
export function matchCount(
	shown: Activity[],
	view: Pick<ViewState, 'activity' | 'selectedRun'>,
): string {
	const matches = matchesIn(shown, view.activity);
	const place = matches.indexOf(indexOfSelected(shown, view));
	if (place >= 0) return `match ${place + 1}/${matches.length}`;
	return plural(matches.length, 'match', 'matches');
}

function matchesIn(shown: Activity[], {search}: ActivityView): number[] {
	if (search === '') return [];
	return shown.flatMap(({command, end}, index) => {
		const text = safe(`${command}\n${end?.summary ?? ''}`);
		return inCaseOf(search, text).includes(search) ? [index] : [];
	});
}
