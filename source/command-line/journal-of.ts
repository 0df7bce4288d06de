import type {Command, Input} from '../command-definition/command.ts';
import {findProject} from '../project/settings/find.ts';
import {Journal} from '../runs/journal.ts';

/**
 * What a command is written down in, if it is one that changes something. A run without a project (a
 * wrong folder, say) has none; the command itself will say so.
 * @param words the command line behind the command's name
 */
export function journalOf(
	name: string,
	command: Command,
	words: string[],
	input: Input,
): Journal | undefined {
	if (!wantsJournal(command, input)) return undefined;
	try {
		const {root} = findProject(input.directory);
		return new Journal(root, name, shownWords(command, words));
	} catch {
		return undefined;
	}
}

export function wantsJournal({journal = false}: Command, {options}: Input): boolean {
	return typeof journal === 'function' ? journal(options) : journal;
}

/** What a person would type to do the same: without the options that only the dashboard uses. */
function shownWords({options = {}}: Command, words: string[]): string[] {
	const hidden = Object.keys(options).filter(option => options[option]!.hidden);
	return words.filter(word => !hidden.some(option => word === `--${option}`));
}
