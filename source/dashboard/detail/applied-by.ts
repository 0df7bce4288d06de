import type {HistoryEntry} from '../../runs/journal.ts';
import {splitWords} from '../commands/command-words.ts';

/** Databases record seconds. */
const second = 1000;

/** The migrate that ran when a migration was applied. @param applied ISO time */
export function appliedBy(history: HistoryEntry[], applied: string): HistoryEntry | undefined {
	const time = Date.parse(applied);
	return history.findLast(({command, at, milliseconds}) => {
		const since = Date.parse(at);
		return (
			splitWords(command)[0] === 'migrate' &&
			Math.floor(since / second) * second <= time &&
			time <= since + milliseconds
		);
	});
}
