import type {Event} from './events.ts';
import {parseLine} from './files/file-ends.ts';
import {type Following, followLines} from './files/follow-file.ts';
import {journalPath} from './journal.ts';

export type StampedEvent = Event & {at: string};

/** Passes on all events of a run, past and future. */
export function followJournal(
	root: string,
	run: string,
	onEvent: (event: StampedEvent) => void,
): Following {
	return followLines(journalPath(root, run), lines => {
		for (const line of lines) {
			const event = parseLine<StampedEvent>(line);
			if (event) onEvent(event);
		}
	});
}
