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

/** How a migrate goes on with a migration that was left in its middle. */
export const waysOn = ['--resume', '--mark-applied', '--start-over'];

/** Whether a migrate does something else than to apply or unapply what its plan would show. */
export function isUnplanned(words: string[]): boolean {
	return ['--restore', '--prune'].some(flag => words.includes(flag));
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
