import {type ParseArgsConfig, parseArgs} from 'node:util';
import type {CommandSignature, FlagDefinition} from '../command-definition/define-command.ts';
import {typedNames} from '../command-definition/names.ts';
import {usage, valuesOf} from '../command-definition/values.ts';
import {unknownFlag} from './parse.ts';

/**
 * Parses the words after a command's name by its definition.
 * @throws CommandError `usage`, exit code 2; the message never contains a flag's value, which may be secret
 */
export function readWords(
	command: string,
	signature: CommandSignature,
	words: string[],
): Record<string, any> {
	const {flags = {}, refused = {}} = signature;
	const options = optionsOf(flags);
	const bareNames = new Set(
		Object.entries(flags).flatMap(([name, flag]) => ('bare' in flag ? typedNames(name) : [])),
	);
	// Not strict, because the error messages are our own.
	const {tokens} = parseArgs({args: words, options, strict: false, tokens: true});
	const typed: Record<string, true | string[]> = {};
	for (const token of tokens) {
		if (token.kind !== 'option') continue;
		const {name, rawName} = token;
		if (Object.hasOwn(refused, name)) throw usage(command, refused[name]!);
		if (!Object.hasOwn(options, name)) {
			throw usage(command, unknownFlag(rawName, Object.keys(flags)));
		}
		const mistake = bareNames.has(name) ? undefined : mistakeIn(token, options[name]!.type);
		if (mistake) throw usage(command, `${rawName} ${mistake}`);
		const before = typed[name] ?? [];
		typed[name] = before === true || token.value === undefined || [...before, token.value];
	}
	const positionals = tokens.flatMap(token => (token.kind === 'positional' ? token.value : []));
	return valuesOf(command, signature, typed, positionals);
}

type Options = NonNullable<ParseArgsConfig['options']>;

function optionsOf(flags: Record<string, FlagDefinition>): Options {
	return Object.fromEntries(
		Object.entries(flags).flatMap(([name, {short, ...flag}]) =>
			typedNames(name).map((typed, index) => [
				typed,
				{type: takesWord(flag) ? 'string' : 'boolean', ...(index === 0 && short && {short})},
			]),
		),
	);
}

/** Whether the next word may be the value. */
function takesWord(flag: {type: string; bare?: string}): boolean {
	return flag.type !== 'boolean' && flag.bare === undefined;
}

/** Describes an invalid flag value, as the end of a sentence. */
function mistakeIn(
	{value, inlineValue}: {value?: string; inlineValue?: boolean},
	type: 'boolean' | 'string',
): string | undefined {
	if (type === 'boolean') return value === undefined ? undefined : 'takes no value.';
	const isFlag = !inlineValue && /^-./.test(value ?? '');
	return value === undefined || isFlag ? 'needs a value.' : undefined;
}
