import {CommandError, exitCodes} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import type {Event, RehearsalPhase, RehearsedStep} from '../../runs/events.ts';
import type {Engine} from '../engine/engine.ts';
import {execute} from '../executor/executor.ts';
import type {Step} from '../graph/plan.ts';
import type {RunLock} from '../locks/lock.ts';
import {interrupted} from './client-programs.ts';
import type {Outside} from './outside.ts';
import {Stopwatch} from './stopwatch.ts';

export interface PhaseOptions {
	signal: AbortSignal;
	outside: Outside;
	lock: RunLock;
}

/**
 * Runs steps on a copy, and measures them.
 * @param copy a project whose database is the copy
 * @throws CommandError `rehearsal-failed`, `interrupted`, `reaches-outside`
 */
export async function* runPhase(
	copy: Project,
	engine: Engine,
	{phase, steps}: {phase: RehearsalPhase; steps: Step[]},
	{signal, outside, lock}: PhaseOptions,
): AsyncGenerator<Event, RehearsedStep[]> {
	const watch = new Stopwatch(engine);
	const options = {fake: false, atomic: false, wait: true, lock, keepsSources: false};
	const measured: RehearsedStep[] = [];
	let running = '';
	for await (const event of execute(copy, watch.engine, steps, {...options, signal})) {
		switch (event.type) {
			case 'applying':
			case 'unapplying': {
				const {migration, index, total} = event;
				running = migration;
				yield {type: 'rehearsing', phase, migration, index, total};
				break;
			}
			case 'statement':
				outside.verify(event.sql, running);
				watch.expect(event.sql);
				yield event;
				break;
			case 'applied':
			case 'unapplied': {
				const {migration, milliseconds} = event;
				const direction = event.type === 'applied' ? 'forwards' : 'backwards';
				const statements = watch
					.take()
					.map(one => ({...one, milliseconds: rounded(one.milliseconds)}));
				const step: RehearsedStep = {migration, direction, milliseconds, statements};
				measured.push(step);
				yield {type: 'rehearsed', phase, ...step};
				break;
			}
			case 'failed':
				throw signal.aborted ? interrupted() : failed(phase, event);
			case 'backfilling':
			case 'step-waiting':
				yield event;
		}
	}
	if (signal.aborted) throw interrupted();
	if (measured.length === steps.length) return measured;
	throw new CommandError('The copy has other applied migrations than the database had.', {
		code: 'plan-changed',
		hint: 'Another run has migrated the database meanwhile. Rehearse again.',
	});
}

const verbs: Record<RehearsalPhase, string> = {
	plan: 'fails',
	reverse: 'cannot be undone',
	again: 'fails when it runs again',
};

function failed(
	phase: RehearsalPhase,
	{migration, message, sql, statement}: Extract<Event, {type: 'failed'}>,
): CommandError {
	return new CommandError(`${migration} ${verbs[phase]} on the copy: ${message}`, {
		code: 'rehearsal-failed',
		exitCode: exitCodes.failed,
		reason: message,
		hint: `${statement > 0 ? `Statement ${statement}` : 'It was'}: ${sql}\nThe database itself was not touched.`,
	});
}

/** To a tenth of a millisecond. */
function rounded(milliseconds: number): number {
	return Math.round(milliseconds * 10) / 10;
}
