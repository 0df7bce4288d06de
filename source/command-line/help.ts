import type {
	ArgumentDefinition,
	CommandSignature,
	FlagDefinition,
} from '../command-definition/define-command.ts';
import {globalFlags} from '../command-definition/global-flags.ts';
import {shownName, typedName, typedNames} from '../command-definition/names.ts';
import type {FoundCommand, ListedCommand} from './find.ts';

/** The commands by group, with summaries. */
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
		section('Global options', rowsOf(globalFlags)),
		"Type 'quarterdeck help COMMAND' for help on a command.",
	].join('\n\n');
}

/** @returns data and text */
export function helpOf({name, summary, signature}: FoundCommand): [value: object, text: string] {
	const {arguments: given = {}, flags = {}, withoutProject} = signature;
	const {project, version, ...others} = globalFlags;
	const usage = ['quarterdeck', name, usageOf(given)].filter(Boolean).join(' ');
	const sections: [title: string, rows: Row[]][] = [
		['Arguments', argumentRows(given)],
		['Options', rowsOf(flags)],
		['Global options', rowsOf(withoutProject ? others : {project, ...others})],
	];
	const shown = sections.filter(([, rows]) => rows.length > 0);
	const text = [
		`Usage: ${usage}`,
		`${summary}.`,
		...shown.map(([title, rows]) => section(title, rows)),
	].join('\n\n');
	return [{name, summary, usage, options: plainOptions(signature)}, text];
}

type Row = [left: string, help: string];

function section(title: string, rows: Row[], width?: number): string {
	const column = (width ?? Math.max(0, ...rows.map(([left]) => left.length))) + 2;
	return [title, ...rows.map(([left, help]) => `  ${left.padEnd(column)}${help}`)].join('\n');
}

/** `APP [FROM] TO`, `[APP [TARGET]]`, `FILE…` */
function usageOf(given: Record<string, ArgumentDefinition>): string {
	const shown = Object.entries(given).map(([name, {value, many}]) => {
		return `${value ?? shownName(name)}${many ? '…' : ''}`;
	});
	const definitions = Object.values(given);
	return shown.reduceRight((behind, word, index) => {
		if (!definitions[index]!.optional) return [word, behind].filter(Boolean).join(' ');
		const nests = definitions.slice(index).every(({optional}) => optional);
		return nests ? `[${[word, behind].filter(Boolean).join(' ')}]` : `[${word}] ${behind}`;
	}, '');
}

function argumentRows(given: Record<string, ArgumentDefinition>): Row[] {
	return Object.entries(given)
		.map(([name, {value, help, choices}]): Row => {
			const text = [help, choices?.join(', ')].filter(Boolean).join(': ');
			return [value ?? shownName(name), text];
		})
		.filter(([, help]) => help !== '');
}

function rowsOf(flags: Record<string, FlagDefinition>): Row[] {
	return shownFlags(flags).map(([name, flag]) => {
		const typed = typedNames(name).map(one => `--${one}`);
		const names = [...(flag.short ? [`-${flag.short}`] : []), ...typed].join(', ');
		const value = placeholderOf(name, flag);
		const isBare = 'bare' in flag;
		const left = value && isBare ? `${names}[=${value}]` : [names, value].filter(Boolean).join(' ');
		return [left, helpOfFlag(flag)];
	});
}

function placeholderOf(name: string, flag: FlagDefinition): string | undefined {
	if (flag.type === 'boolean') return undefined;
	return flag.value ?? (flag.type === 'number' ? 'N' : shownName(name));
}

function helpOfFlag(flag: FlagDefinition): string {
	if (flag.type === 'boolean') return flag.help;
	const choices = flag.type === 'string' ? flag.choices : undefined;
	const notes = [
		...(choices ? [choices.join(', ')] : []),
		...(flag.default === undefined ? [] : [`default: ${flag.default}`]),
	];
	return notes.length > 0 ? `${flag.help} (${notes.join('; ')})` : flag.help;
}

function plainOptions({flags = {}}: CommandSignature): object[] {
	return shownFlags(flags).map(([name, flag]) => ({
		name: typedName(name),
		type: flag.type === 'boolean' ? 'boolean' : 'string',
		value: placeholderOf(name, flag),
		help: helpOfFlag(flag),
	}));
}

function shownFlags(flags: Record<string, FlagDefinition>): [string, FlagDefinition][] {
	return Object.entries(flags).filter(([, {hidden}]) => !hidden);
}
