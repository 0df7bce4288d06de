import type {HistoryEntry} from '../runs/journal.ts';
import type {RunStatus} from '../runs/project-status.ts';

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

/** The newest first, what goes on above what is done. */
export function activities(runs: RunStatus[], history: HistoryEntry[]): Activity[] {
	const done = history.map(({at, exitCode, milliseconds, summary, ...entry}) => ({
		...entry,
		since: at,
		end: {exitCode, milliseconds, summary},
	}));
	return [...[...runs].reverse(), ...done.reverse()];
}

/** The selection after so many steps down; what is gone counts as the newest. */
export function stepTo(all: Activity[], selected: string, step: number): string {
	const index = Math.max(
		0,
		all.findIndex(({run}) => run === selected),
	);
	const next = Math.max(0, Math.min(all.length - 1, index + step));
	// The newest is where the selection is until somebody moves it.
	return next === 0 ? '' : all[next]!.run;
}
