import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import {type MigrateRequest, migrate} from '../migrations/migrate/migrate.ts';
import type {Interaction} from '../migrations/questions/consent.ts';
import {leaveAsFound} from '../mikro-orm/leave-as-found.ts';
import type {Project} from '../project/project.ts';
import type {Event, MigrationFailed, Question} from '../runs/events.ts';
import type {MigrateOptions, MigrateResult} from './index.ts';
import {Listener} from './listener.ts';
import {oneAtATime} from './one-at-a-time.ts';
import {refuseOpenTransaction} from './open-transaction.ts';
import {projectOf} from './project-of.ts';

/**
 * Migrates non-interactively, and turns the events into a result or an error.
 * @param onEvent called in addition to the options' own listener
 */
export async function runMigrate(
	options: MigrateOptions,
	onEvent: (event: Event) => void,
): Promise<MigrateResult> {
	const work = async () => follow(options, await projectOf(options), onEvent);
	const {orm, wait = true} = options;
	if (!orm) return work();
	return oneAtATime(orm, wait, async () => {
		await refuseOpenTransaction(orm, wait);
		return leaveAsFound(orm, work);
	});
}

async function follow(
	options: MigrateOptions,
	project: Project,
	onEvent: (event: Event) => void,
): Promise<MigrateResult> {
	const result: MigrateResult = {applied: [], unapplied: [], faked: []};
	const listener = new Listener(options.onEvent, options.signal);
	let reason: CommandError | undefined;
	const asking = {interactive: false, prompt: nobody, signal: listener.signal};
	const events = migrate(project, requestIn(options), asking);
	try {
		for (;;) {
			const {done, value} = await events.next();
			if (done && value) throw reason ?? endedWith(value);
			if (done) return result;
			note(value, result);
			reason = reasonIn(value) ?? reason;
			onEvent(value);
			listener.notify(value);
		}
	} finally {
		listener.verify();
	}
}

/** Calling it in code is consent to production. */
function requestIn({
	app,
	target,
	fake,
	atomic,
	allowDataLoss,
	wait,
}: MigrateOptions): MigrateRequest {
	if (target !== undefined && app === undefined) {
		throw new CommandError('A target is a migration of an app, and no app was named.', {
			code: 'usage',
		});
	}
	const noWait = wait === false;
	return {app, target, fake, atomic, allowDataLoss, allowProduction: true, noWait};
}

function note(event: Event, {applied, unapplied, faked}: MigrateResult): void {
	if (event.type === 'applied') applied.push(event.migration);
	else if (event.type === 'unapplied') unapplied.push(event.migration);
	else if (event.type === 'faked') faked.push(event.migration);
}

function reasonIn(event: Event): CommandError | undefined {
	if (event.type === 'failed') return failed(event);
	return event.type === 'question' ? unanswered(event) : undefined;
}

function failed(event: MigrationFailed): CommandError {
	const {migration, statement, sql, message} = event;
	const where = statement > 0 ? `statement ${statement}: ${sql}` : sql;
	return new CommandError(`${migration} failed: ${message} (${where})`, {
		code: 'migration-failed',
		hint: whatStays(event),
		cause: event,
	});
}

function whatStays({rolledBack, mayBeDone, alreadyExecuted}: MigrationFailed): string {
	if (rolledBack) return 'What it did was rolled back; what ran before it stays.';
	if (mayBeDone) return 'It may have been done: the database gave no answer.';
	if (alreadyExecuted.length === 0) return 'Nothing of it was executed.';
	return 'What it did before was NOT rolled back.';
}

function unanswered({text, flag, id}: Question): CommandError {
	return new CommandError(text, {
		code: 'answer-needed',
		exitCode: exitCodes.answerNeeded,
		hint:
			id === 'data-loss' ? 'Continue with allowDataLoss: true.' : `On the command line: ${flag}`,
	});
}

function endedWith(exitCode: ExitCode): CommandError {
	return exitCode === exitCodes.interrupted
		? new CommandError('Interrupted.', {code: 'interrupted', exitCode})
		: new CommandError('The migrations could not be applied.', {exitCode});
}

/** Never called, because `interactive` is false. */
const nobody = new Proxy({} as Interaction['prompt'], {
	get: () => () => Promise.reject(new Error('questions cannot be answered here')),
});
