import {unfinishedWays, type Way, ways} from '../../errors/ways.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {Question} from '../../runs/events.ts';
import {plural} from '../../words/plural.ts';
import {utcTime} from '../../words/utc-time.ts';
import type {Unfinished} from './progress.ts';
import {reverseSql} from './reverse-sql.ts';

/** `shop.0002_price is only partly applied.` */
export function partlyApplied({migration, direction}: Unfinished): string {
	return `${migration} is only partly ${participle(direction)}.`;
}

/** What is wrong with it, and the next step, each as a sentence. */
export function unfinishedProblem(unfinished: Unfinished): {message: string; hint: string} {
	const {statements, done} = unfinished;
	const ran = `${done} of its ${plural(statements.length, 'statement')} ran`;
	const sentence = partlyApplied(unfinished);
	return {
		message: statements.length > 0 ? `${sentence.slice(0, -1)}: ${ran}.` : sentence,
		hint: "Run 'quarterdeck migrate', which shows how to continue.",
	};
}

/** How to settle it. A migration that runs code cannot be resumed. */
export function waysToSettle({code}: Unfinished): Way[] {
	return code.length > 0 ? [ways.markApplied, ways.startOver] : unfinishedWays;
}

/** What happened to it, what it left in the database, and the ways to continue. */
export function unfinishedQuestion(unfinished: Unfinished, driver: Dialect): Question {
	const {migration, direction, statements, done, code, operator, host, since} = unfinished;
	const ran = [...code, ...statements.slice(0, done)];
	const undo = reverseSql(ran, isMysqlFamily(driver));
	return {
		type: 'question',
		id: 'unfinished',
		kind: 'unfinished',
		text: [
			`${partlyApplied(unfinished)} ${operator}@${host} started it at ${utcTime(since)}.`,
			...(ran.length > 0 ? ['Still in the database:', ...ran.map(indented)] : []),
			...endOf(unfinished),
			...(ran.length > 0 ? ['To undo it:', ...undo.map(indented)] : []),
		].join('\n'),
		choices: [
			code.length > 0
				? '--resume is not possible: the migration runs code, which cannot be resumed halfway'
				: `--resume continues at statement ${done + 1}`,
			`--mark-applied records it as ${participle(direction)} without running the rest`,
			'--start-over runs it from its first statement, once you have undone what ran',
		],
		flag: '--resume, --mark-applied or --start-over',
		migration,
		ways: waysToSettle(unfinished),
	};
}

function participle(direction: Unfinished['direction']): string {
	return direction === 'forwards' ? 'applied' : 'unapplied';
}

function endOf(unfinished: Unfinished): string[] {
	const {statements, done, running, message, code} = unfinished;
	if (message && running)
		return [...failureOf(unfinished, message), 'It may be done all the same.'];
	if (message) return failureOf(unfinished, message);
	const next = statements[done];
	const isInCode = code.length > 0 && done === 0 && !running;
	if (next === undefined || isInCode) return ['Its process ended.'];
	const where = `Statement ${done + 1} of ${statements.length}`;
	return running
		? [`${where} was running when the process ended, and may be done:`, indented(next)]
		: [`${where} had not started when the process ended:`, indented(next)];
}

function failureOf({statements, done, failed = done + 1}: Unfinished, message: string): string[] {
	const culprit = failed > done ? statements[failed - 1] : undefined;
	if (culprit === undefined) return [`It failed: ${message}`];
	return [
		`Statement ${failed} of ${statements.length} failed: ${message}`,
		indented(culprit),
		...rolledBack(done + 1, failed - 1),
	];
}

/** What had run in the same transaction as the statement that failed. */
function rolledBack(first: number, last: number): string[] {
	if (first > last) return [];
	if (first === last) return [`Statement ${first} was rolled back with it.`];
	return [`Statements ${first} to ${last} were rolled back with it.`];
}

function indented(sql: string): string {
	return `  ${sql.replaceAll('\n', '\n  ')}`;
}
