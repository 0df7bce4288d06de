import path from 'node:path';
import type {Input} from '../commands/command.ts';
import command from '../commands/migrate.ts';
import {CommandError, type ExitCode, exitCodes} from '../errors.ts';
import type {MigrateOptions, MigrateResult} from '../library.ts';
import type {Event, MigrationFailed, Question} from '../runs/events.ts';

/** Runs the command where nobody can answer, and turns what it reports into a result or an error. */
export async function runMigrate(options: MigrateOptions): Promise<MigrateResult> {
	const result: MigrateResult = {applied: [], unapplied: [], faked: []};
	let reason: CommandError | undefined;
	const events = command.run(inputOf(options));
	for (;;) {
		const {done, value} = await events.next();
		if (done) {
			if (value) throw reason ?? endedWith(value);
			return result;
		}
		note(value, result);
		reason = reasonIn(value) ?? reason;
		options.onEvent?.(value);
	}
}

function inputOf(options: MigrateOptions): Input {
	const {app, target, wait = true} = options;
	if (target !== undefined && app === undefined) {
		throw new CommandError('A target is a migration of an app, and no app was named.', {
			code: 'usage',
		});
	}
	return {
		directory: path.resolve(options.directory ?? '.'),
		database: options.database,
		positionals: [app, target].filter(word => word !== undefined),
		options: {
			fake: options.fake,
			atomic: options.atomic,
			'allow-data-loss': options.allowDataLoss,
			// Whoever wrote the call has said so.
			'allow-production': true,
			'no-wait': !wait,
			noinput: true,
		},
		interactive: false,
		signal: options.signal ?? new AbortController().signal,
		paint: (_, text) => text,
		stdin: process.stdin,
		prompt: nobody,
	};
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
	const {migration, statement, sql, message, rolledBack} = event;
	const where = statement > 0 ? `statement ${statement}: ${sql}` : sql;
	return new CommandError(`${migration} failed: ${message} (${where})`, {
		code: 'migration-failed',
		hint: rolledBack
			? 'What it did was rolled back; what ran before it stays.'
			: 'What it did before was NOT rolled back.',
		cause: event,
	});
}

function unanswered({text, flag, id}: Question): CommandError {
	return new CommandError(text, {
		code: 'answer-needed',
		exitCode: exitCodes.answerNeeded,
		hint: id === 'data-loss' ? 'allowDataLoss: true goes on.' : `On the command line: ${flag}`,
	});
}

function endedWith(exitCode: ExitCode): CommandError {
	return exitCode === exitCodes.interrupted
		? new CommandError('Interrupted.', {code: 'interrupted', exitCode})
		: new CommandError('The migrations could not be applied.', {exitCode});
}

/** Is never asked: `interactive` is false. */
const nobody = new Proxy({} as Input['prompt'], {
	get: () => () => Promise.reject(new Error('nobody can answer')),
});
