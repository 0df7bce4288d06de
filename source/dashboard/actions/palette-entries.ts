import type {ProjectStatus} from '../../runs/project-status.ts';
import type {KnownCommand} from '../commands/command.ts';
import {type PaneName, paneWords} from '../drawing/layout.ts';
import {type Action, isFor, labelOf} from './action.ts';

export interface Entry {
	/** The heading above it. */
	group: string;
	key: string;
	label: string;
	/** The same as a command line, without `quarterdeck`. */
	command?: string;
	action?: Action;
}

/** What is last in the list: it is known by its keys. */
const lastGroups = ['Commands', 'Panes', 'Dashboard', 'Movement'];

/**
 * Actions, then commands without an action, in groups: those of the focused pane first, cursor movement last.
 * @param recent what was run last from here comes before all others: ids of actions, or command lines
 */
export function paletteEntries(
	actions: Action[],
	commands: KnownCommand[],
	focus: PaneName,
	project?: ProjectStatus,
	recent: string[] = [],
): Entry[] {
	const isListed = (action: Action) =>
		action.id !== 'palette' && (isFor(focus, action) || action.group !== 'Panes');
	const entries: Entry[] = actions.filter(isListed).map(action => ({
		group: action.panes?.includes(focus) ? paneWords[focus] : action.group,
		key: action.keys[0] ?? '',
		label: labelOf(action, {project}),
		command: action.command,
		action,
	}));
	const taken = new Set(actions.map(({command}) => command));
	const rest = commands
		.filter(({name}) => !taken.has(name))
		.map(({name, summary}) => ({group: 'Commands', key: '', label: summary, command: name}));
	return recentFirst(grouped([...entries, ...rest], paneWords[focus]), recent);
}

/** @param first the group that comes first */
function grouped(entries: Entry[], first: string): Entry[] {
	const groups = new Set([first, ...entries.map(({group}) => group)]);
	for (const last of lastGroups) if (groups.delete(last)) groups.add(last);
	const order = [...groups];
	return entries.toSorted((one, other) => order.indexOf(one.group) - order.indexOf(other.group));
}

function recentFirst(entries: Entry[], recent: string[]): Entry[] {
	const found = recent.flatMap(id => entries.find(entry => idOf(entry) === id) ?? []);
	const others = entries.filter(entry => !found.includes(entry));
	return [...found.map(entry => ({...entry, group: 'Recent'})), ...others];
}

export function idOf({action, command = ''}: Entry): string {
	return action?.id ?? command;
}

export function ranked(entries: Entry[], typed: string): Entry[] {
	return entries
		.map(entry => ({entry, score: scoreOf(entry, typed)}))
		.filter(({score}) => score > 0)
		.sort((one, other) => other.score - one.score)
		.map(({entry}) => entry);
}

function scoreOf({label, command = '', key}: Entry, typed: string): number {
	if (typed === '') return 1;
	if (command === typed || key === typed) return 100;
	if (command.startsWith(typed)) return 80;
	const text = `${label} ${command}`.toLowerCase();
	const wanted = typed.toLowerCase();
	const at = text.indexOf(wanted);
	if (at >= 0) return at === 0 || text[at - 1] === ' ' ? 70 : 60;
	if (beginsWords(wanted, text)) return 40;
	return isSpreadOver(wanted, text) ? 20 : 0;
}

/** Whether each letter begins a word, or follows the letter before it: `accimp` in `accounts:import`. */
function beginsWords(letters: string, text: string): boolean {
	const starts = [...text.matchAll(/(?<![a-z0-9])[a-z0-9]/g)].map(({index}) => index);
	let places = starts.filter(at => text[at] === letters[0]);
	for (const letter of letters.slice(1)) {
		const first = Math.min(...places);
		const next = [...places.map(at => at + 1), ...starts.filter(at => at > first)];
		places = [...new Set(next)].filter(at => text[at] === letter);
	}
	return places.length > 0;
}

/** Whether the letters stand in the text in this order: `mkm` in `make migrations`. */
function isSpreadOver(letters: string, text: string): boolean {
	let at = -1;
	return [...letters].every(letter => {
		at = text.indexOf(letter, at + 1);
		return at >= 0;
	});
}
