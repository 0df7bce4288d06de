import {duration} from '../../../words/duration.ts';
import {safe} from '../../drawing/foreign-text.ts';
import {keyRows} from '../../drawing/key-hints.ts';
import {paint} from '../../drawing/theme.ts';
import {dayAndClock} from '../../drawing/times.ts';
import type {Activity} from '../../state/activity-list.ts';

/** `started 2026-11-24 05:42:10   took 1.2s   by ann@web-1   exit code 0`, in as many rows as needed. */
export function factRows({since, operator, host, end}: Activity, inside: number): string[] {
	const took = end ? [`took ${duration(end.milliseconds)}`] : [];
	const facts = [`started ${dayAndClock(since)}`, ...took, `by ${operator}@${host}`];
	const quiet = facts.map(text => paint('quiet', safe(text)));
	return keyRows([...quiet, ...(end ? [exitText(end.exitCode)] : [])], inside);
}

function exitText(exitCode: number): string {
	return paint(exitCode === 0 ? 'quiet' : 'error', `exit code ${exitCode}`);
}
