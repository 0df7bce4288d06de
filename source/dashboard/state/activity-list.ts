import type {HistoryEntry} from '../../runs/journal.ts';
import type {RunStatus} from '../../runs/project-status.ts';
import type {Session} from './session.ts';

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

	selected(): Activity | undefined {
		const {all} = this;
		return all.find(({run}) => run === this.#session.view.snapshot().selectedRun) ?? all[0];
	}

	/** Moves the selection by rows; infinity goes to an end. */
	select(step: number): void {
		const {selectedRun} = this.#session.view.snapshot();
		const {all} = this;
		const index = all.findIndex(({run}) => run === selectedRun);
		const next = Math.max(0, Math.min(all.length - 1, Math.max(0, index) + step));
		// The newest is selected until the operator moves the selection.
		this.#session.view.change({selectedRun: next === 0 ? '' : all[next]!.run});
	}

	get #done(): HistoryEntry[] {
		return this.#session.history.snapshot().history;
	}
}
