import {unfinishedWays} from '../../errors/ways.ts';

/** Splits as a shell does, with quotes and without anything else. */
export function splitWords(line: string): string[] {
	const words = line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
	return [...words].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

const reading = ['status', 'showmigrations', 'sqlmigrate', 'driftcheck', 'check', 'log', 'help'];
const previews = ['--check', '--plan', '--dry-run', '--help', '--version'];

/** Whether a command line changes nothing, so that who only looks on may run it. */
export function mayRun([command = '', ...words]: string[]): boolean {
	if (command.includes(':')) return words.includes('--help');
	return reading.includes(command) || previews.some(flag => [command, ...words].includes(flag));
}

/** Options of a migrate that settle a migration which was left unfinished. */
const settling = unfinishedWays.map(({id}) => `--${id}`);
/** Its answers to questions, which are asked again the next time. */
const answers = [...settling, '--allow-data-loss', '--allow-production', '--noinput'];

/** Whether a migrate first shows a plan, and then applies or unapplies it. @param words what follows it */
export function isPlanned(words: string[]): boolean {
	return !['--restore', '--prune', ...settling].some(flag => words.includes(flag));
}

/** The same migrate, before any question of it was answered. @param words what follows it */
export function withoutAnswers(words: string[]): string[] {
	return words.filter(word => !answers.includes(word));
}

/** What asks on a terminal, or is one: it gets the terminal for itself. */
export function wantsTerminal([command = '', ...words]: string[]): boolean {
	if (words.includes('--help')) return false;
	return isShell([command]) || ['changepassword', 'createsuperuser'].includes(command);
}

/** Who leaves it has read what it said. */
export function isShell([command = '']: string[]): boolean {
	return command === 'shell' || command === 'dbshell';
}
