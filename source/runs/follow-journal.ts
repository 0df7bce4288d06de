import type {Event} from './events.ts';
import {parseLine} from './file-ends.ts';
import {type Following, followLines} from './follow-file.ts';
import {journalPath} from './journal.ts';

export type StampedEvent = Event & {at: string};

/**
 * Hands on every event of a run from its beginning, those to come included. Any number of
 * dashboards may follow the same run; none of them can slow it down.
 */
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
