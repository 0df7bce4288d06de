import type {Command, Option} from './command.ts';
import {commands} from './index.ts';

const everywhere: Record<string, Option> = {
	project: {
		type: 'string',
		value: 'DIR',
		help: 'the project’s folder; default: the nearest one upward',
	},
	json: {type: 'boolean', help: 'one JSON object a line, nothing else on stdout'},
	'no-color': {type: 'boolean', help: 'no colours'},
	traceback: {type: 'boolean', help: 'show the stack of an error'},
	help: {type: 'boolean', help: 'show this'},
};

/** All commands by group, with their summaries. */
export function helpOfAll(): string {
	const groups = Map.groupBy(Object.entries(commands), ([, {group}]) => group);
	const width = Math.max(...Object.keys(commands).map(name => name.length)) + 2;
	const sections = [...groups].map(([group, entries]) =>
		[group, ...entries.map(([name, {summary}]) => `  ${name.padEnd(width)}${summary}`)].join('\n'),
	);
	return [
		'Usage: quarterdeck [COMMAND] [OPTIONS]',
		'Without a command, the dashboard opens. `qd` is short for it.',
		...sections,
		`Everywhere\n${optionLines(everywhere)}\n  --version  show the version`,
		"Type 'quarterdeck help COMMAND' for one of them.",
	].join('\n\n');
}

export async function helpOf(name: string, command: Command): Promise<string> {
	const usage = ['Usage: quarterdeck', name, command.usage].filter(Boolean).join(' ');
	const own = optionLines(command.options ?? {});
	return [
		usage,
		`${commands[name]!.summary}.`,
		...(own ? [`Options\n${own}`] : []),
		`Everywhere\n${optionLines(everywhere)}`,
	].join('\n\n');
}

function optionLines(options: Record<string, Option>): string {
	const rows = Object.entries(options)
		.filter(([, {hidden}]) => !hidden)
		.map(([name, {value, help}]) => [`--${name}${value ? ` ${value}` : ''}`, help] as const);
	const width = Math.max(0, ...rows.map(([left]) => left.length)) + 2;
	return rows.map(([left, help]) => `  ${left.padEnd(width)}${help}`).join('\n');
}
