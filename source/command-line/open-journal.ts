import type {CommandSignature} from '../command-definition/define-command.ts';
import {typedName} from '../command-definition/names.ts';
import {findProject} from '../project/settings/find.ts';
import {Journal} from '../runs/journal.ts';

/** Whether this run is recorded for all operators. */
export function wantsJournal(
	{journal = false}: CommandSignature,
	values: Record<string, any>,
): boolean {
	return typeof journal === 'function' ? journal(values) : journal;
}

/** The journal of a run. Without a project there is none; the command reports that itself. */
export function openJournal(
	name: string,
	signature: CommandSignature,
	words: string[],
	values: Record<string, any>,
	directory: string,
): Journal | undefined {
	let root: string;
	try {
		root = findProject(directory).root;
	} catch {
		return undefined;
	}
	return new Journal(root, name, shownWords(signature, words), signature.rehearses?.(values));
}

/** The equivalent command line, without the dashboard's own flags. */
function shownWords({flags = {}}: CommandSignature, words: string[]): string[] {
	const hidden = Object.keys(flags)
		.filter(flag => flags[flag]!.hidden)
		.map(flag => `--${typedName(flag)}`);
	return words.filter(word => !hidden.includes(word));
}
