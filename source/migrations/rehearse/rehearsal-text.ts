import {type Rehearsal, rehearsalText, rehearsedText} from '../../runs/events.ts';
import {duration} from '../../words/duration.ts';

/** What a rehearsal found, for a terminal. */
export function resultText(rehearsal: Rehearsal): string {
	const lines = rehearsal.steps.flatMap(({migration, milliseconds, statements}) => [
		`${migration}: ${duration(milliseconds)}`,
		...statements.map(one => `  ${one.sql.replace(/\s+/g, ' ')}\n  -- ${rehearsedText(one)}`),
	]);
	return [...lines, rehearsalText(rehearsal)].join('\n');
}
