import type {Driver} from '../project/settings.ts';
import type {Question} from '../runs/events.ts';
import {undoing} from './undo.ts';
import type {Unfinished} from './unfinished.ts';

/** In one sentence. */
export function notToItsEnd({migration, direction}: Unfinished): string {
	return `${migration} was not ${verbOf(direction)} to its end.`;
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
	};
}

function verbOf(direction: Unfinished['direction']): string {
	return direction === 'forwards' ? 'applied' : 'unapplied';
}

function endOf({statements, done, running, message, code}: Unfinished): string[] {
	const next = statements[done];
	if (next === undefined) return message ? [`It failed: ${message}`] : ['Its process ended.'];
	const where = `Statement ${done + 1} of ${statements.length}`;
	if (message) return [`${where} failed: ${message}`, indented(next)];
	if (code.length > 0 && done === 0 && !running) return ['Its process ended.'];
	return running
		? [`${where} was being run when the process ended; it may be done:`, indented(next)]
		: [`${where} was not done when the process ended:`, indented(next)];
}

function indented(sql: string): string {
	return `  ${sql.replaceAll('\n', '\n  ')}`;
}
