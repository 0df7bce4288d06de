import {duration} from '../words/duration.ts';
import {rowsInWords} from '../words/rows.ts';
import {sizeInWords} from '../words/size.ts';
import {utcTime} from '../words/utc-time.ts';
import type {
	Blocker,
	Impact,
	PlanStep,
	PlanWarning,
	Rehearsal,
	RehearsedStatement,
} from './events.ts';

const everyone = 'others can neither read nor write';
const stops: Record<string, string> = {
	'row exclusive': 'others can read and write',
	'share update exclusive': 'others can read and write',
	share: 'others can read',
	'share row exclusive': 'others can read',
	exclusive: 'others can read',
	row: 'others can read',
};
/** What a change of MySQL or MariaDB leaves to others, but for a moment. */
const leaves: Record<string, string> = {
	none: 'others can read and write',
	shared: 'others can read',
};

/** `Fills about 4.8 million rows of Book. The statement of a batch:` */
export function plannedText({
	backfill,
	source,
}: Pick<PlanStep, 'backfill' | 'source'>): string | undefined {
	const {entity, rows, filled} = backfill ?? {};
	if (entity === undefined) return undefined;
	const isCounted = typeof rows === 'number';
	const what = isCounted
		? `${rowsInWords(rows)} of ${entity}`
		: `rows of ${entity} (how many is not known yet)`;
	const before = filled ? `, after ${rowsInWords(filled)} that are filled already` : '';
	const follows = source === undefined ? 'The statement of a batch' : 'Its source';
	return `Fills ${what}${before}. ${follows}:`;
}

/**
 * `access exclusive lock on book (1.2 GB, about 3.2 million rows), which it rewrites: others can neither …`, or
 * `algorithm=inplace, lock=none on …`
 */
export function impactText({table, lock, algorithm, rewrites, bytes, rows}: Impact): string {
	const size = [sizeInWords(bytes), ...(rows === null ? [] : [rowsInWords(rows)])].join(', ');
	const rewritten = rewrites ? ', which it rewrites' : '';
	const on = `on ${table} (${size})${rewritten}`;
	if (algorithm === undefined) return `${lock} lock ${on}: ${stops[lock] ?? everyone}`;
	// The server takes no lock clause beside it.
	const demand = algorithm === 'instant' ? '' : `, lock=${lock}`;
	return `algorithm=${algorithm}${demand} ${on}: ${leaves[lock] ?? everyone}`;
}

/** `took 412ms on the copy, 3000 rows` */
export function rehearsedText({milliseconds, rows}: RehearsedStatement): string {
	const changed = rows === undefined ? '' : `, ${rowsInWords(rows)}`;
	return `took ${duration(milliseconds)} on the copy${changed}`;
}

/** `Rehearsed at 2026-11-24 07:12:05 UTC on a copy: the plan will take about 0.4 s (…).` */
export function rehearsalText({at, copy, rows, estimate, ...found}: Rehearsal): string {
	const {milliseconds, from, to} = estimate;
	const where = copy === 'full' ? 'a copy' : `a copy with ${rows} rows of each table`;
	const notes = [
		...(found.reversible ? [] : ['It cannot be undone as a whole.']),
		...(found.sameAfterwards ? [] : ['Undone and run again, it left another schema.']),
	];
	return [
		`Rehearsed at ${utcTime(at)} on ${where}: the plan will take about ${duration(milliseconds)} (${duration(from)} to ${duration(to)}).`,
		...notes,
	].join(' ');
}

export function warningText({code, message, safer, accepted}: PlanWarning): string {
	const advice = accepted === undefined ? safer : `Accepted in the migration: ${accepted}.`;
	return `${[message, ...(advice ? [advice] : [])].join(' ')} (${code})`;
}

/** `pid 4711 (psql, ada), since 2026-11-24 07:12:05 UTC: select 1`. Not sanitised. */
export function blockerText({pid, user, application, query, since}: Blocker): string {
	const names = [application, user].filter(name => name !== null).join(', ');
	const who = names === '' ? `pid ${pid}` : `pid ${pid} (${names})`;
	const when = since === null ? '' : `, since ${utcTime(since)}`;
	return `${who}${when}${query === null ? '' : `: ${query.replace(/\s+/g, ' ')}`}`;
}
