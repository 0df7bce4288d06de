import type {CommandValues, FlagDefinition} from '../command-definition/define-command.ts';
import {dashboardFlags, globalFlags} from '../command-definition/global-flags.ts';
import {typedName} from '../command-definition/names.ts';
import {valuesOf} from '../command-definition/values.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {didYouMean} from '../words/closest.ts';

const allFlags = {...globalFlags, ...dashboardFlags};
type GlobalValues = CommandValues<Record<never, never>, typeof allFlags>;

/** A command line, split into global flags and the command's own words. */
export interface CommandLine extends GlobalValues {
	/** `migrate`; undefined without a command. */
	command: string | undefined;
	/** The words after it, without global flags. */
	words: string[];
	/** A folder in the project, absolute or relative to the working directory. */
	directory: string;
}

/** Global flags may be anywhere, the dashboard's only without a command; `--` ends them. */
export function parseCommandLine(words: string[]): CommandLine {
	const typed: Record<string, string | boolean> = {};
	const own: string[] = [];
	let command: string | undefined;
	const rest = [...words];
	while (rest.length > 0) {
		const word = rest.shift()!;
		if (word === '--') {
			own.push(word, ...rest);
			break;
		}
		const flag = flagIn(word, command === undefined ? allFlags : globalFlags);
		if (flag) typed[flag.typed] = flag.takesValue ? (flag.value ?? rest.shift() ?? '') : true;
		else if (command === undefined && !word.startsWith('-')) command = word;
		else own.push(word);
	}
	const values = valuesOf('', {flags: allFlags}, typed, []) as GlobalValues;
	return {...values, command, words: own, directory: values.project ?? process.cwd()};
}

/** The flag in a word, with its value: `--json`, `-h`, `--project=/srv`. */
function flagIn(word: string, flags: Record<string, FlagDefinition>) {
	const [name, value] = word.split(/=(.*)/s, 2);
	for (const [key, {type, short}] of Object.entries(flags)) {
		const typed = typedName(key);
		const takesValue = type !== 'boolean';
		if (name !== `--${typed}` && !(short && name === `-${short}`)) continue;
		// `--json=1` is left to the command, which rejects it.
		return takesValue || value === undefined ? {typed, takesValue, value} : undefined;
	}
	return undefined;
}

/** Only the project and display options were given. */
export function isBare({command, words, help, version}: CommandLine): boolean {
	return command === undefined && words.length === 0 && !help && !version;
}

/** Rejects flags that the command does not know. @throws CommandError `usage` */
export function verifyCommandLine({command, words, readOnly}: CommandLine): void {
	if (readOnly && command !== undefined)
		throw usage('--read-only is for the dashboard: a command would write all the same.');
	const [word] = command === undefined ? words : [];
	if (word !== undefined) throw usage(unknownFlag(word, Object.keys(allFlags)));
}

/** Never contains the flag's value, which may be secret. @param names the candidates, as defined */
export function unknownFlag(word: string, names: string[]): string {
	const typed = word.split('=')[0]!;
	const nearest = didYouMean(typed.replace(/^-+/, ''), names.map(typedName));
	return `Unknown option: ${typed}.${nearest.replace(/mean /, 'mean --')}`;
}

function usage(message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck help' for usage.",
	});
}
