import {type AppCommandFile, loadAppCommand} from '../command-definition/app-commands.ts';
import type {Command, Option} from '../command-definition/command.ts';
import type {
	ArgumentDefinition,
	CommandDefinition,
	FlagDefinition,
} from '../command-definition/define-command.ts';
import {runAppCommand} from '../command-definition/run-app-command.ts';
import {shownName, typedName, valuesOf} from '../command-definition/values.ts';
import type {Project} from '../project/project.ts';

/**
 * A command of an app, as one of ours.
 * @throws CommandError when its file cannot be imported, or defines none
 */
export async function appCommand(
	found: AppCommandFile,
	project: Project,
): Promise<{summary: string; command: Command}> {
	const definition = await loadAppCommand(found, project.root);
	const {summary, arguments: given = {}, journal} = definition;
	const command: Command = {
		usage: Object.entries(given).map(usageOf).join(' '),
		maximum: maximumOf(given),
		arguments: Object.fromEntries(
			Object.entries(given).map(([name, {help, choices}]) => [
				shownName(name),
				[help, choices?.join(', ')].filter(Boolean).join(': '),
			]),
		),
		options: optionsOf(definition),
		journal,
		run: input => {
			const values = valuesOf(found.name, definition, input.options, input.positionals);
			return runAppCommand(definition, values, project, input);
		},
	};
	return {summary, command};
}

function usageOf([name, {optional, many}]: [string, ArgumentDefinition]): string {
	const shown = `${shownName(name)}${many ? '…' : ''}`;
	return optional ? `[${shown}]` : shown;
}

function maximumOf(given: Record<string, ArgumentDefinition>): number {
	const all = Object.values(given);
	return all.some(({many}) => many) ? Number.POSITIVE_INFINITY : all.length;
}

function optionsOf({flags = {}}: CommandDefinition): Record<string, Option> {
	return Object.fromEntries(
		Object.entries(flags).map(([name, flag]) => [typedName(name), optionOf(name, flag)]),
	);
}

function optionOf(name: string, flag: FlagDefinition): Option {
	if (flag.type === 'boolean') return {type: 'boolean', help: flag.help};
	const choices = flag.type === 'string' ? flag.choices : undefined;
	const notes = [
		...(choices ? [choices.join(', ')] : []),
		...(flag.default === undefined ? [] : [`default: ${flag.default}`]),
	];
	return {
		type: 'string',
		multiple: flag.many ?? false,
		value: flag.value ?? (flag.type === 'number' ? 'N' : shownName(name)),
		help: notes.length > 0 ? `${flag.help} (${notes.join('; ')})` : flag.help,
	};
}
