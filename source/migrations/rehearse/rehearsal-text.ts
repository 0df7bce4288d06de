import {rehearsedText} from '../../runs/event-texts.ts';
import type {Rehearsal} from '../../runs/events.ts';
import {duration} from '../../words/duration.ts';

/** What each statement took, for a terminal. */
export function resultText({steps}: Rehearsal): string {
	const lines = steps.flatMap(({migration, milliseconds, statements}) => [
		`${migration}: ${duration(milliseconds)}`,
		...statements.map(one => `  ${one.sql.replace(/\s+/g, ' ')}\n  -- ${rehearsedText(one)}`),
	]);
	return lines.join('\n');
}
