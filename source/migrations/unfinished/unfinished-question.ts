import {unfinishedWays, type Way, ways} from '../../errors/ways.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {Question} from '../../runs/events.ts';
import type {Unfinished} from './progress.ts';
import {undoing} from './reverse-sql.ts';

/** In one sentence. */
export function notToItsEnd({migration, direction}: Unfinished): string {
	return `${migration} was not ${verbOf(direction)} to its end.`;
}

/** A migration that runs code cannot be resumed. */
export function waysToSettle({code}: Unfinished): Way[] {
	return code.length > 0 ? [ways.markApplied, ways.startOver] : unfinishedWays;
}

/** What happened to it, what stays in the database, and the ways out. */
export function unfinishedQuestion(unfinished: Unfinished, driver: Driver): Question {
	const {migration, direction, statements, done, code, operator, host, since} = unfinished;
	const time = since.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
	const ran = [...code, ...statements.slice(0, done)];
	const verb = verbOf(direction);
	const isMysql = driver === 'mysql' || driver === 'mariadb';
	return {
		type: 'question',
		id: 'unfinished',
		kind: 'unfinished',
		text: [
			`${migration} was not ${verb} to its end, by ${operator}@${host} at ${time}.`,
			...(ran.length > 0 ? ['Still in the database:', ...ran.map(indented)] : []),
			...endOf(unfinished),
			...(ran.length > 0 ? ['What undoes it:', ...undoing(ran, isMysql).map(indented)] : []),
		].join('\n'),
		choices: [
			code.length > 0
				? '--resume is not possible: it runs code, which cannot be taken up in its middle'
				: `--resume goes on at statement ${done + 1}`,
			`--mark-applied records it as ${verb}, and runs nothing more of it`,
			'--start-over runs it from its first statement, once you have undone what stays',
		],
		flag: '--resume, --mark-applied or --start-over',
		migration,
		ways: waysToSettle(unfinished),
	};
}

function verbOf(direction: Unfinished['direction']): string {
	return direction === 'forwards' ? 'applied' : 'unapplied';
}

function endOf(unfinished: Unfinished): string[] {
	const {statements, done, running, message, code} = unfinished;
	if (message) return failureOf(unfinished, message);
	const next = statements[done];
	if (next === undefined) return ['Its process ended.'];
	const where = `Statement ${done + 1} of ${statements.length}`;
	if (code.length > 0 && done === 0 && !running) return ['Its process ended.'];
	return running
		? [`${where} was being run when the process ended; it may be done:`, indented(next)]
		: [`${where} was not done when the process ended:`, indented(next)];
}

function failureOf({statements, done, failed = done + 1}: Unfinished, message: string): string[] {
	const culprit = statements[failed - 1];
	if (culprit === undefined) return [`It failed: ${message}`];
	return [
		`Statement ${failed} of ${statements.length} failed: ${message}`,
		indented(culprit),
		...rolledBack(done + 1, failed - 1),
	];
}

/** What had run in the same transaction as the one that failed. */
function rolledBack(first: number, last: number): string[] {
	if (first > last) return [];
	if (first === last) return [`Statement ${first} was rolled back with it.`];
	return [`Statements ${first} to ${last} were rolled back with it.`];
}

function indented(sql: string): string {
	return `  ${sql.replaceAll('\n', '\n  ')}`;
}
