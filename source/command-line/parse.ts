import {didYouMean} from '../errors/closest.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';

/** The words of a command line, sorted: what holds for every command, and what is the command's own. */
export interface CommandLine {
	/** `migrate`; undefined when none was typed. */
	command: string | undefined;
	/** What follows it, without the options that hold everywhere. */
	words: string[];
	/** The folder to look for the project in, absolute or relative to the working directory. */
	directory: string;
	json: boolean;
	color: boolean;
	traceback: boolean;
	help: boolean;
	version: boolean;
	readOnly: boolean;
}

/** Options that work everywhere may stand anywhere; `--` ends them. */
export function parseCommandLine(words: string[]): CommandLine {
	const line: CommandLine = {
		command: undefined,
		words: [],
		directory: process.cwd(),
		json: false,
		color: true,
		traceback: false,
		help: false,
		version: false,
		readOnly: false,
	};
	const rest = [...words];
	while (rest.length > 0) {
		const word = rest.shift()!;
		if (word === '--') {
			line.words.push(word, ...rest);
			break;
		}
		if (word === '--project') line.directory = rest.shift() ?? '';
		else if (word.startsWith('--project=')) line.directory = word.slice('--project='.length);
		else if (word === '--json') line.json = true;
		else if (word === '--no-color') line.color = false;
		else if (word === '--traceback') line.traceback = true;
		else if (word === '--help' || word === '-h') line.help = true;
		else if (word === '--version') line.version = true;
		else if (line.command === undefined && word === '--read-only') line.readOnly = true;
		else if (line.command === undefined && !word.startsWith('-')) line.command = word;
		else line.words.push(word);
	}
	return line;
}

/** Nothing was typed but where the project is, and how to draw it. */
export function isBare({command, words, help, version}: CommandLine): boolean {
	return command === undefined && words.length === 0 && !help && !version;
}

const everywhere = ['project', 'json', 'no-color', 'traceback', 'help', 'version', 'read-only'];

/**
 * What a command does not look at itself.
 * @throws CommandError `usage`
 */
export function verifyCommandLine({command, words, readOnly}: CommandLine): void {
	if (readOnly && command !== undefined)
		throw usage('--read-only is for the dashboard: a command would write all the same.');
	const [word] = command === undefined ? words : [];
	if (word === undefined) return;
	// Never with its value, which may be a secret at the wrong place.
	const option = word.split('=')[0]!;
	const nearest = didYouMean(option.replace(/^-+/, ''), everywhere).replace(/mean /, 'mean --');
	throw usage(`${option} is no option.${nearest}`);
}

function usage(message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck help' for usage.",
	});
}
