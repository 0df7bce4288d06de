import {unfinishedWays} from '../../errors/ways.ts';

/** A word of a shell: quotes may be around any part of it. */
const word = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/** Splits words and quotes as a shell does; nothing else is special. A quote without an end is left out. */
export function splitWords(line: string): string[] {
	return (line.match(word) ?? []).map(part =>
		part.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single),
	);
}

export function hasOpenQuote(line: string): boolean {
	return /["']/.test(line.replace(word, ''));
}

const reading = [
	...['status', 'showmigrations', 'sqlmigrate', 'driftcheck', 'check', 'log', 'help'],
	...['diffsettings', 'inspectdb', 'showurls'],
];
const previews = ['--check', '--plan', '--dry-run', '--help', '--version'];

/** Whether a command line changes nothing, so that it may run in a read-only session. */
export function mayRun([command = '', ...words]: string[]): boolean {
	if (command.includes(':')) return words.includes('--help');
	return reading.includes(command) || previews.some(flag => [command, ...words].includes(flag));
}

const settling = unfinishedWays.map(({id}) => `--${id}`);
/** Answers to questions; the next run asks them again. */
const answers = [...settling, '--allow-data-loss', '--allow-production', '--noinput'];

/** Whether a migrate shows a plan first. @param words what follows `migrate` */
export function isPlanned(words: string[]): boolean {
	return !['--restore', '--prune', ...settling].some(flag => words.includes(flag));
}

/** Whether a migrate runs on a copy. @param words what follows `migrate` */
export function isRehearsal(words: string[]): boolean {
	return words.includes('--rehearse');
}

/** The same migrate, on the database itself. @param words what follows `migrate` */
export function withoutRehearsal(words: string[]): string[] {
	const isOfRehearsal = (word: string | undefined) =>
		/^--(?:rehearse|allow-code|sample(?:=.*)?)$/.test(word ?? '');
	return words.filter((word, index) => !isOfRehearsal(word) && words[index - 1] !== '--sample');
}

/** The same migrate without answers to its questions. @param words what follows `migrate` */
export function withoutAnswers(words: string[]): string[] {
	return words.filter(word => !answers.includes(word));
}

/** Whether a command needs the terminal for itself, because it asks or is interactive. */
export function wantsTerminal([command = '', ...words]: string[]): boolean {
	if (words.includes('--help')) return false;
	return isShell([command]) || ['changepassword', 'createsuperuser'].includes(command);
}

export function isShell([command = '']: string[]): boolean {
	return command === 'shell' || command === 'dbshell';
}
