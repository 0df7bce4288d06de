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
	if (line.readOnly && line.command !== undefined) refuseReadOnly(line);
	return line;
}

/** Only the dashboard looks on; a command would write all the same, so it hears of an option it has not. */
function refuseReadOnly(line: CommandLine): void {
	line.readOnly = false;
	line.words.unshift('--read-only');
}
