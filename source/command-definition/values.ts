import {didYouMean} from '../errors/closest.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import type {ArgumentDefinition, CommandDefinition, FlagDefinition} from './define-command.ts';

/** `dryRun` → `dry-run` */
export function typedName(name: string): string {
	return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** `sourceFile` → `SOURCE_FILE` */
export function shownName(name: string): string {
	return typedName(name).replaceAll('-', '_').toUpperCase();
}

/**
 * The values of what was typed, by the names of the definition, defaults filled in.
 * @param typed options by their typed names
 * @throws CommandError `usage`; never with a value, which may be a secret at the wrong place
 */
export function valuesOf(
	command: string,
	{arguments: given = {}, flags = {}}: CommandDefinition,
	typed: Record<string, unknown>,
	positionals: string[],
): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	const rest = [...positionals];
	for (const [name, definition] of Object.entries(given)) {
		const texts = rest.splice(0, definition.many ? rest.length : 1);
		values[name] = argumentValue(command, shownName(name), definition, texts);
	}
	for (const [name, definition] of Object.entries(flags)) {
		values[name] = flagValue(command, `--${typedName(name)}`, definition, typed[typedName(name)]);
	}
	return values;
}

function argumentValue(
	command: string,
	shown: string,
	definition: ArgumentDefinition,
	texts: string[],
): unknown {
	if (texts.length === 0 && !definition.optional) throw usage(command, `${shown} is missing.`);
	const read = texts.map(text => readValue(command, shown, definition, text));
	return definition.many ? read : read[0];
}

function flagValue(
	command: string,
	shown: string,
	definition: FlagDefinition,
	typed: unknown,
): unknown {
	if (definition.type === 'boolean') return typed === true;
	if (typed === undefined) return definition.default ?? (definition.many ? [] : undefined);
	const read = [typed].flat().map(text => readValue(command, shown, definition, text as string));
	return definition.many ? read : read[0];
}

function readValue(
	command: string,
	shown: string,
	definition: ArgumentDefinition | FlagDefinition,
	text: string,
): string | number {
	if (definition.type === 'number') {
		if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
		throw usage(command, `${shown} is no number.`);
	}
	const {choices} = definition as {choices?: readonly string[]};
	if (!choices || choices.includes(text)) return text;
	throw usage(command, `${shown} is one of ${choices.join(', ')}.${didYouMean(text, choices)}`);
}

function usage(command: string, message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: `Type 'quarterdeck ${command} --help' for usage.`,
	});
}
