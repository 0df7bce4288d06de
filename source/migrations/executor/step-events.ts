import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {type Event, log} from '../../runs/events.ts';
import type {Step} from '../graph/plan.ts';

/** @param index from 1 */
export function startOf({file, direction}: Step, index: number, total: number): Event {
	const type = direction === 'forwards' ? 'applying' : 'unapplying';
	return {type, migration: file.id, index, total};
}

/** @param elapsed milliseconds */
export function endOf({file, direction, fake}: Step, elapsed: number): Event {
	const milliseconds = Math.round(elapsed);
	if (fake) return {type: 'faked', migration: file.id, milliseconds};
	const type = direction === 'forwards' ? 'applied' : 'unapplied';
	return {type, migration: file.id, milliseconds};
}

export async function* interruptedAfter(step: Step | undefined): AsyncGenerator<Event, ExitCode> {
	const text = step
		? `Interrupted: ${step.file.id} was the last one to run.`
		: 'Interrupted: nothing was run.';
	yield log.warning(text);
	return exitCodes.interrupted;
}

export async function* interruptedIn({file}: Step): AsyncGenerator<Event, ExitCode> {
	yield log.warning(`Interrupted: ${file.id} was rolled back.`);
	return exitCodes.interrupted;
}
