import type {ProjectStatus} from '../../runs/project-status.ts';
import type {KnownCommand} from '../commands/command.ts';
import type {PaneName} from '../drawing/layout.ts';
import {type Action, isFor, labelOf} from './action.ts';

export interface Entry {
	key: string;
	label: string;
	/** The same as a command line, without `quarterdeck`. */
	command?: string;
	action?: Action;
}

/** The actions of the focused pane, those of the other panes, then commands without an action. */
export function paletteEntries(
	actions: Action[],
	commands: KnownCommand[],
	focus: PaneName,
	project?: ProjectStatus,
): Entry[] {
	const shown = actions.filter(action => action.id !== 'palette' && isFor(focus, action));
	const others = actions.filter(action => !isFor(focus, action) && action.group !== 'Panes');
	const entries = [...shown, ...others].map(action => ({
		key: action.keys[0] ?? '',
		label: labelOf(action, {project}),
		command: action.command,
		action,
	}));
	const taken = new Set(actions.map(({command}) => command));
	const rest = commands
		.filter(({name}) => !taken.has(name))
		.map(({name, summary}) => ({key: '', label: summary, command: name}));
	return [...entries, ...rest];
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
