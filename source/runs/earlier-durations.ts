import type {Event, PlanStep} from './events.ts';
import {parseLine} from './files/file-ends.ts';
import {readLines} from './files/line-reader.ts';
import {readHistory} from './history.ts';
import {journalPath} from './journal.ts';

/** What each migration took the last time, in milliseconds. */
export type Durations = Record<PlanStep['direction'], Map<string, number>>;

/** The latest runs of migrate that are read, and bytes at the end of their journals. */
const runsRead = 30;
const bytesRead = 256 * 1024;
/** A sample has fewer rows, a resumed migration fewer statements. */
const tellsLess = ['--sample', '--resume'];

/** From the journals of earlier runs and rehearsals. @param run whose earlier ones are read */
export function earlierDurations(root: string, run: string): Durations {
	const found: Durations = {forwards: new Map(), backwards: new Map()};
	const earlier = readHistory(root).filter(({run: other, command}) => {
		const [kind, ...words] = command.split(/[ =]/);
		return other !== run && kind === 'migrate' && !words.some(word => tellsLess.includes(word));
	});
	for (const entry of earlier.slice(-runsRead)) {
		const lines = readLines(journalPath(root, entry.run), {fromEnd: bytesRead});
		addDurations(lines, found);
	}
	return found;
}

/** What a migration took that waited for others says nothing about the next time. */
function addDurations(lines: string[], found: Durations): void {
	const waited = new Set<string>();
	const add = (direction: PlanStep['direction'], migration: string, milliseconds: number) => {
		// A line may be damaged.
		if (Number.isFinite(milliseconds) && !waited.has(migration))
			found[direction]?.set(migration, milliseconds);
	};
	for (const line of lines) {
		const event = parseLine<Event>(line);
		if (event?.type === 'step-waiting') waited.add(event.migration);
		else if (event?.type === 'applied') add('forwards', event.migration, event.milliseconds);
		else if (event?.type === 'unapplied') add('backwards', event.migration, event.milliseconds);
		// Again, its rows are in memory.
		else if (event?.type === 'rehearsed' && event.phase !== 'again')
			add(event.direction, event.migration, event.milliseconds);
	}
}
