import {CommandError, exitCodes} from '../errors/command-error.ts';
import {didYouMean} from '../words/closest.ts';
import type {ArgumentDefinition, CommandSignature, FlagDefinition} from './define-command.ts';
import {shownName, typedNames} from './names.ts';

/**
 * The typed values by their defined names, with defaults.
 * @param typed flags by their typed names
 * @throws CommandError `usage`; the message never contains a value, which may be secret
 */
export function valuesOf(
	command: string,
	{arguments: given = {}, flags = {}}: CommandSignature,
	typed: Record<string, unknown>,
	positionals: string[],
): Record<string, unknown> {
	const values = argumentValues(command, given, positionals);
	for (const [name, definition] of Object.entries(flags)) {
		const names = typedNames(name);
		const text = names.map(one => typed[one]).find(one => one !== undefined);
		values[name] = flagValue(command, `--${names[0]}`, definition, text);
	}
	return values;
}

/** Words beyond the required arguments go to the optional ones. */
function argumentValues(
	command: string,
	given: Record<string, ArgumentDefinition>,
	positionals: string[],
): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	const rest = [...positionals];
	let spare = rest.length - Object.values(given).filter(({optional}) => !optional).length;
	for (const [name, definition] of Object.entries(given)) {
		const {many, optional} = definition;
		const texts = rest.splice(0, many ? rest.length : optional && spare-- <= 0 ? 0 : 1);
		values[name] = argumentValue(command, name, definition, texts);
	}
	if (rest.length > 0) throw usage(command, `Unexpected argument: ${rest[0]}`);
	return values;
}

function argumentValue(
	command: string,
	name: string,
	definition: ArgumentDefinition,
	texts: string[],
): unknown {
	const shown = shownName(name);
	if (texts.length === 0 && !definition.optional) {
		throw usage(command, definition.missing ?? `${shown} is missing.`);
	}
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
	const {bare} = definition as {bare?: string};
	const texts = typed === true ? bare : typed;
	const read = [texts].flat().map(text => readValue(command, shown, definition, text as string));
	return definition.many ? read : read.at(-1);
}

function readValue(
	command: string,
	shown: string,
	definition: ArgumentDefinition | FlagDefinition,
	text: string,
): string | number {
	if (definition.type === 'number') {
		if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
		throw usage(command, `${shown} must be a number.`);
	}
	const {choices} = definition as {choices?: readonly string[]};
	if (!choices || choices.includes(text)) return text;
	const nearest = didYouMean(text, choices);
	throw usage(command, `${shown} must be one of ${choices.join(', ')}.${nearest}`);
}

export function usage(command: string, message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: `Type 'quarterdeck ${command} --help' for usage.`,
	});
}
