import type {Command, Option} from '../command-definition/command.ts';
import type {FoundCommand, ListedCommand} from './find.ts';

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
export function helpOfAll(commands: ListedCommand[]): string {
	const groups = Map.groupBy(commands, ({group}) => group);
	const sections = [...groups].map(([group, entries]) =>
		section(
			group,
			entries.map(({name, summary}) => [name, summary]),
			Math.max(...commands.map(({name}) => name.length)),
		),
	);
	return [
		'Usage: quarterdeck [COMMAND] [OPTIONS]',
		'Without a command, the dashboard opens; with --read-only it changes nothing. `qd` is short for it.',
		...sections,
		section('Everywhere', [...rowsOf(everywhere), ['--version', 'show the version']]),
		"Type 'quarterdeck help COMMAND' for one of them.",
	].join('\n\n');
}

/** @returns as plain data, and as text */
export function helpOf({name, summary, command}: FoundCommand): [value: object, text: string] {
	const usage = ['quarterdeck', name, command.usage].filter(Boolean).join(' ');
	const options = rowsOf(command.options ?? {});
	const stated = Object.entries(command.arguments ?? {}).filter(([, help]) => help !== '');
	const text = [
		`Usage: ${usage}`,
		`${summary}.`,
		...(stated.length > 0 ? [section('Arguments', stated)] : []),
		...(options.length > 0 ? [section('Options', options)] : []),
		section('Everywhere', rowsOf(everywhere)),
	].join('\n\n');
	return [{name, summary, usage, options: plainOptions(command)}, text];
}

type Row = [left: string, help: string];

function section(title: string, rows: Row[], width?: number): string {
	const column = (width ?? Math.max(0, ...rows.map(([left]) => left.length))) + 2;
	return [title, ...rows.map(([left, help]) => `  ${left.padEnd(column)}${help}`)].join('\n');
}

function rowsOf(options: Record<string, Option>): Row[] {
	return shownOptions(options).map(([name, {short, value, help}]) => [
		`${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
		help,
	]);
}

function plainOptions({options = {}}: Command): object[] {
	return shownOptions(options).map(([name, {type, value, help}]) => ({name, type, value, help}));
}

function shownOptions(options: Record<string, Option>): [string, Option][] {
	return Object.entries(options).filter(([, {hidden}]) => !hidden);
}
