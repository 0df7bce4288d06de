import type {CommandDefinition} from './define-command.ts';
import {globalFlags} from './global-flags.ts';
import {typedName} from './names.ts';

/** Global flags, which never reach a command. */
const everywhere = Object.keys(globalFlags).map(typedName);
const types = ['string', 'number', 'boolean'];

/** @returns what is wrong with a definition, as a sentence without its subject, the file */
export function mistakeIn(exported: unknown): string | undefined {
	const {summary, run, arguments: given = {}, flags = {}} = (exported ?? {}) as CommandDefinition;
	if (typeof run !== 'function') return 'exports no command';
	if (typeof summary !== 'string' || summary === '') return 'has no summary for the help';
	return mistakeInNames(Object.keys(given), Object.keys(flags)) ?? mistakeInTypes(given, flags);
}

function mistakeInNames(given: string[], flags: string[]): string | undefined {
	const twin = given.find(name => flags.includes(name));
	if (twin) return `has an argument and a flag that are both named ${twin}`;
	const taken = flags.map(typedName).find(name => everywhere.includes(name));
	return taken && `has a flag --${taken}, which works everywhere and means something else`;
}

function mistakeInTypes(
	given: NonNullable<CommandDefinition['arguments']>,
	flags: NonNullable<CommandDefinition['flags']>,
): string | undefined {
	for (const [name, {type}] of [...Object.entries(flags), ...Object.entries(given)]) {
		if (type !== undefined && !types.includes(type)) return `gives ${name} the type ${type}`;
	}
	const all = Object.entries(given);
	const untyped = Object.entries(flags).find(([, {type}]) => type === undefined);
	if (untyped) return `gives the flag ${untyped[0]} no type`;
	const early = all.slice(0, -1).find(([, {many}]) => many);
	if (early) return `has an argument behind ${early[0]}, which takes all that are left`;
	const hidden = all.find(([, {optional}], index) => !optional && all[index - 1]?.[1].optional);
	return hidden && `has ${hidden[0]} behind an argument that may be left out`;
}
