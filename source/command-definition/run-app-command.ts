import {CommandError, type ExitCode, exitCodes, isCommandError} from '../errors/command-error.ts';
import {missingFromDatabase} from '../errors/missing-table.ts';
import {ways} from '../errors/ways.ts';
import type {Project} from '../project/project.ts';
import {type Event, log} from '../runs/events.ts';
import type {Prompt} from '../terminal/prompt.ts';
import {sanitise} from '../terminal/sanitise.ts';
import type {CommandContext, CommandDefinition} from './define-command.ts';
import type {Invocation} from './invocation.ts';

/** Runs an app's command with the project's ORM, and yields its events as they come. */
export async function* runAppCommand(
	definition: CommandDefinition,
	values: object,
	project: Project,
	{interactive, prompt, stdin, signal}: Invocation,
): AsyncGenerator<Event, ExitCode | void> {
	const {orm} = await project.access.openOrm(project);
	const reported = new Reported();
	const context: CommandContext = {
		em: orm.em.fork(),
		settings: project.settings,
		root: project.root,
		log: (text, level = 'info') => reported.push(log[level](text)),
		prompt: interactive ? prompt : nobody,
		stdin,
		signal,
	};
	try {
		const running = work(definition, values, context, reported).finally(() => reported.end());
		// It is awaited below, after its last event.
		running.catch(() => {});
		yield* reported.events();
		return await running;
	} catch (error) {
		throw expectedError(error, signal) ?? error;
	} finally {
		await orm.close(true);
	}
}

function expectedError(cause: unknown, signal: AbortSignal): CommandError | undefined {
	if (isCommandError(cause)) return cause;
	// The error of `signal.throwIfAborted()`, and of functions that got the signal.
	if (signal.aborted && (cause as Error).name === 'AbortError') {
		const exitCode = exitCodes.interrupted;
		return new CommandError('Operation cancelled.', {code: 'interrupted', exitCode, cause});
	}
	const missing = missingFromDatabase(cause);
	return (
		missing &&
		new CommandError(`The database has no ${missing.kind} ${missing.name}.`, {
			code: 'unapplied-migrations',
			hint: "Run 'quarterdeck migrate'; if no migration creates it, run 'quarterdeck makemigrations' first.",
			ways: [ways.migrate],
			cause,
		})
	);
}

async function work(
	definition: CommandDefinition,
	values: object,
	context: CommandContext,
	reported: Reported,
): Promise<ExitCode | void> {
	const running = definition.run(values as never, context);
	if (typeof running !== 'object' || !(Symbol.asyncIterator in running)) return running;
	for (;;) {
		const {done, value} = await running.next();
		if (done) return value;
		reported.push(value);
	}
}

/** A queue of events. */
class Reported {
	readonly #waiting: Event[] = [];
	#ended = false;
	#wake = () => {};

	/** An app's text is untrusted. */
	push(event: Event): void {
		this.#waiting.push(
			event.type === 'log' ? {...event, text: sanitise(String(event.text))} : event,
		);
		this.#wake();
	}

	end(): void {
		this.#ended = true;
		this.#wake();
	}

	async *events(): AsyncGenerator<Event, void> {
		for (;;) {
			yield* this.#waiting.splice(0);
			if (this.#waiting.length > 0) continue;
			if (this.#ended) return;
			await new Promise<void>(resolve => {
				this.#wake = resolve;
			});
		}
	}
}

/** For non-interactive mode. */
const nobody: Prompt = {
	text: refuse,
	secret: refuse,
	confirm: refuse,
	choose: refuse,
};

function refuse(question: string): Promise<never> {
	const error = new CommandError(`An answer is needed: ${question.trim()}`, {
		code: 'answer-needed',
		exitCode: exitCodes.answerNeeded,
		hint: 'Run it in a terminal, or look for the flag that answers it with --help.',
	});
	return Promise.reject(error);
}
