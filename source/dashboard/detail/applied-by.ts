import type {HistoryEntry} from '../../runs/journal.ts';
import {splitWords} from '../commands/command-words.ts';
import {dayAndClock} from '../drawing/times.ts';

/** `applied 2026-11-30 21:53:00 by ada@web1`. @param applied ISO time */
export function appliedText(history: HistoryEntry[], applied: string): string {
	const by = appliedBy(history, applied);
	const who = by ? ` by ${by.operator}@${by.host}` : '';
	return `applied ${dayAndClock(applied)}${who}`;
}

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
