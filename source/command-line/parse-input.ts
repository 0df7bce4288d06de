import path from 'node:path';
import {parseArgs} from 'node:util';
import type {Command, Input} from '../command-definition/command.ts';
import {didYouMean} from '../errors/closest.ts';
import {CommandError, exitCodes, messageOf} from '../errors/command-error.ts';
import {terminalPrompt} from '../terminal/terminal-prompt.ts';
import type {CommandLine} from './parse.ts';

/**
 * A command line's words, as its command takes them.
 * @throws CommandError `usage`, exit code 2
 */
export function parseInput(
	name: string,
	command: Command,
	line: CommandLine,
): Omit<Input, 'paint' | 'signal'> {
	const {options = {}, maximum = 0} = command;
	let values: Record<string, unknown>;
	let positionals: string[];
	try {
		({values, positionals} = parseArgs({args: line.words, options, allowPositionals: true}));
	} catch (error) {
		throw usageError(name, explain(error, command));
	}
	if (positionals.length > maximum) {
		throw usageError(name, `${positionals[maximum]} is one argument too many.`);
	}
	const interactive =
		!line.json && !values.noinput && process.stdin.isTTY === true && process.stdout.isTTY === true;
	return {
		options: values,
		positionals,
		directory: path.resolve(line.directory),
		interactive,
		prompt: terminalPrompt(process.stdin, process.stdout),
		stdin: process.stdin,
	};
}

/** Never with an option's value, which may be a secret at the wrong place. */
function explain(error: unknown, {options = {}, refused = {}}: Command): string {
	const unknown = /Unknown option '(-+[^'=]+)/.exec(messageOf(error))?.[1];
	if (!unknown) return messageOf(error).split('. ')[0]!.replace(/\.?$/, '.');
	const name = unknown.replace(/^-+/, '');
	if (refused[name]) return refused[name];
	const nearest = didYouMean(name, Object.keys(options)).replace(/mean /, 'mean --');
	return `${unknown} is no option.${nearest}`;
}

function usageError(name: string, message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: `Type 'quarterdeck ${name} --help' for usage.`,
	});
}
