import type {CommandValues, FlagDefinition} from '../command-definition/define-command.ts';
import {dashboardFlags, globalFlags} from '../command-definition/global-flags.ts';
import {typedName} from '../command-definition/names.ts';
import {valuesOf} from '../command-definition/values.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {didYouMean} from '../words/closest.ts';

const allFlags = {...globalFlags, ...dashboardFlags};
type GlobalValues = CommandValues<Record<never, never>, typeof allFlags>;

/** The words of a command line, sorted: what holds for every command, and what is the command's own. */
export interface CommandLine extends GlobalValues {
	/** `migrate`; undefined when none was typed. */
	command: string | undefined;
	/** What follows it, without the global flags. */
	words: string[];
	/** The folder to look for the project in, absolute or relative to the working directory. */
	directory: string;
}

/** Global flags may stand anywhere, those of the dashboard only without a command; `--` ends them. */
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

/** Which flag a word is, with the value in it: `--json`, `-h`, `--project=/srv`. */
function flagIn(word: string, flags: Record<string, FlagDefinition>) {
	const [name, value] = word.split(/=(.*)/s, 2);
	for (const [key, {type, short}] of Object.entries(flags)) {
		const typed = typedName(key);
		const takesValue = type !== 'boolean';
		if (name !== `--${typed}` && !(short && name === `-${short}`)) continue;
		// `--json=1` is the command's, which refuses it.
		return takesValue || value === undefined ? {typed, takesValue, value} : undefined;
	}
	return undefined;
}

/** Nothing was typed but where the project is, and how to draw it. */
export function isBare({command, words, help, version}: CommandLine): boolean {
	return command === undefined && words.length === 0 && !help && !version;
}

/**
 * What a command does not look at itself.
 * @throws CommandError `usage`
 */
export function verifyCommandLine({command, words, readOnly}: CommandLine): void {
	if (readOnly && command !== undefined)
		throw usage('--read-only is for the dashboard: a command would write all the same.');
	const [word] = command === undefined ? words : [];
	if (word !== undefined) throw usage(unknownFlag(word, Object.keys(allFlags)));
}

/**
 * Never with the flag's value, which may be a secret in the wrong place.
 * @param names what could be meant, as the definition names them
 */
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
