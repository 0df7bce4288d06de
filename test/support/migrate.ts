import type {Event} from '../../source/runs/events.ts';
import {runCommand} from './run-command.ts';

export interface Ran {
	code: number;
	events: Event[];
}

/**
 * migrate in this process, where nobody can answer. A file that was imported once is not read again:
 * for projects whose entities and migrations do not change.
 * @throws CommandError
 */
export async function migrate(
	root: string,
	flags: Record<string, boolean> = {},
	positionals: string[] = [],
): Promise<Ran> {
	const {code, events} = await runCommand(root, 'migrate', positionals, flags);
	return {code, events};
}
