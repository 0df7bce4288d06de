import command from '../../source/commands/migrate.ts';
import type {ExitCode} from '../../source/errors/command-error.ts';
import type {Event} from '../../source/runs/events.ts';

export interface Ran {
	code: ExitCode;
	events: Event[];
}

/**
 * migrate in this process, where nobody can answer. A file that was imported once is not read again:
 * for projects whose entities and migrations do not change.
 * @throws CommandError
 */
export async function migrate(
	root: string,
	options: Record<string, boolean> = {},
	positionals: string[] = [],
): Promise<Ran> {
	const events: Event[] = [];
	const work = command.run({
		options,
		positionals,
		directory: root,
		interactive: false,
		signal: new AbortController().signal,
	} as never);
	for (;;) {
		const {done, value} = await work.next();
		if (done) return {code: value ?? 0, events};
		events.push(value);
	}
}
