import type {CommandSignature} from '../command-definition/define-command.ts';
import {typedName} from '../command-definition/names.ts';
import {findProject} from '../project/settings/find.ts';
import {Journal} from '../runs/journal.ts';

/** Whether this run of a command is kept for every operator to see. */
export function wantsJournal(
	{journal = false}: CommandSignature,
	values: Record<string, any>,
): boolean {
	return typeof journal === 'function' ? journal(values) : journal;
}

/**
 * The journal of a run. Without a project (in a wrong folder, say) there is none; the command itself
 * reports that.
 * @param words the command line after the command's name
 */
export function openJournal(
	name: string,
	signature: CommandSignature,
	words: string[],
	directory: string,
): Journal | undefined {
	try {
		return new Journal(findProject(directory).root, name, shownWords(signature, words));
	} catch {
		return undefined;
	}
}

/** What a person would type to do the same: without the flags that only the dashboard uses. */
function shownWords({flags = {}}: CommandSignature, words: string[]): string[] {
	const hidden = Object.keys(flags)
		.filter(flag => flags[flag]!.hidden)
		.map(flag => `--${typedName(flag)}`);
	return words.filter(word => !hidden.includes(word));
}
