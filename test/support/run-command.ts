import type {Invocation} from '../../source/command-definition/invocation.ts';
import {valuesOf} from '../../source/command-definition/values.ts';
import {findCommand} from '../../source/command-line/find.ts';
import type {Event} from '../../source/runs/events.ts';
import {plain} from '../../source/terminal/colours.ts';
import {outcomeOf} from './outcome-of.ts';

export interface Outcome {
	code: number;
	events: any[];
	/** The ids of what was applied or unapplied, in order. */
	ran: string[];
}

/**
 * A command in this process, where nobody can answer: a module that was imported stays as it was.
 * @param flags as they are typed: `{'allow-data-loss': true}`
 */
export async function runCommand(
	directory: string,
	name: string,
	positionals: string[] = [],
	flags: object = {},
	invocation: Partial<Invocation> = {},
): Promise<Outcome> {
	const {signature, run} = await findCommand(name, directory);
	const {signal} = new AbortController();
	const running = run(valuesOf(name, signature, {...flags}, positionals), {
		...({directory, interactive: false, paint: plain, signal} as Invocation),
		...invocation,
	});
	const {events, result} = await outcomeOf(running);
	return {code: result ?? 0, events, ran: events.flatMap(ranBy)};
}

function ranBy(event: Event): string[] {
	return event.type === 'applied' || event.type === 'unapplied' ? [event.migration] : [];
}
