import type {Input} from '../../source/command-definition/command.ts';
import {commands} from '../../source/commands/index.ts';
import type {Event} from '../../source/runs/events.ts';

export interface Outcome {
	code: number;
	events: any[];
	/** The ids of what was applied or unapplied, in order. */
	ran: string[];
}

/** A command in this process, where nobody can answer: a module that was imported stays as it was. */
export async function runCommand(
	directory: string,
	name: string,
	positionals: string[] = [],
	options: object = {},
): Promise<Outcome> {
	const command = (await commands[name]!.load()).default;
	const paint = (_: string, text: string) => text;
	const input = {directory, positionals, options, interactive: false, paint};
	const signal = new AbortController().signal;
	const running = command.run({...input, signal} as unknown as Input);
	const events: Event[] = [];
	for (;;) {
		const {done, value} = await running.next();
		if (done) return {code: value ?? 0, events, ran: events.flatMap(ranBy)};
		events.push(value);
	}
}

function ranBy(event: Event): string[] {
	return event.type === 'applied' || event.type === 'unapplied' ? [event.migration] : [];
}
