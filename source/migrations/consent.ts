import {type ExitCode, exitCodes} from '../errors.ts';
import type {Event} from '../runs/events.ts';

/** Where an answer may come from. */
export interface Asking {
	options: Record<string, any>;
	/** False where nobody can answer. */
	interactive: boolean;
	prompt: {
		confirm(question: string): Promise<boolean>;
		/** @returns the index of the choice, from 0 */
		choose(question: string, choices: string[]): Promise<number>;
	};
	signal: AbortSignal;
}

/** @returns the exit code unless the answer was yes */
export async function* consentTo(
	text: string,
	{interactive, prompt}: Asking,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (!interactive) {
		yield {
			type: 'question',
			id: 'data-loss',
			kind: 'confirm',
			text,
			choices: ['yes', 'no'],
			flag: '--allow-data-loss',
		};
		return exitCodes.answerNeeded;
	}
	if (await prompt.confirm(`${text}\nGo on? [y/N] `)) return undefined;
	yield {type: 'log', level: 'info', text: 'Nothing was changed.'};
	return exitCodes.failed;
}
