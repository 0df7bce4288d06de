import type {EntityManager} from '@mikro-orm/core';
import type {ExitCode} from '../errors/command-error.ts';
import type {CompleteSettings} from '../project/settings/settings.ts';
import type {Event, LogLevel} from '../runs/events.ts';
import type {Prompt} from '../terminal/prompt.ts';

/** What stands behind the command's name, in the order of the definition. */
export interface ArgumentDefinition {
	/** Default: `string`. */
	type?: 'string' | 'number';
	choices?: readonly string[];
	/** May be left out; only arguments that may be left out can follow it. */
	optional?: boolean;
	/** All that are left, as a list; only the last one can take many. At least one if not optional. */
	many?: boolean;
	help?: string;
}

/** `dryRun` is typed as `--dry-run`. */
export type FlagDefinition = {help: string} & (
	| {type: 'boolean'}
	| {type: 'number'; default?: number; many?: boolean /** `N` in the help. */; value?: string}
	| {
			type: 'string';
			choices?: readonly string[];
			default?: string;
			many?: boolean;
			/** What stands for the value in the help: `FILE`. */
			value?: string;
	  }
);

type ArgumentDefinitions = Record<string, ArgumentDefinition>;
type FlagDefinitions = Record<string, FlagDefinition>;

type One<D> = D extends {type: 'boolean'}
	? boolean
	: D extends {type: 'number'}
		? number
		: D extends {choices: readonly (infer Choice)[]}
			? Choice
			: string;

type ArgumentValue<D> = D extends {many: true}
	? One<D>[]
	: D extends {optional: true}
		? One<D> | undefined
		: One<D>;

type FlagValue<D> = D extends {type: 'boolean'}
	? boolean
	: D extends {many: true}
		? One<D>[]
		: D extends {default: string | number}
			? One<D>
			: One<D> | undefined;

/** What was typed, by the names of the definition. */
export type CommandValues<A, F> = {[K in keyof A]: ArgumentValue<A[K]>} & {
	[K in keyof F]: FlagValue<F[K]>;
};

/** What lies beside the values. */
export interface CommandContext {
	/** A fork of the project's EntityManager; the database is closed when the command has ended. */
	em: EntityManager;
	settings: CompleteSettings;
	/** Absolute path of the project's folder. */
	root: string;
	/** A line for whoever reads: the terminal, `--json`, the journal. */
	log(text: string, level?: LogLevel): void;
	/** Where nobody can answer, a question ends the command with exit code 3. */
	prompt: Prompt;
	stdin: NodeJS.ReadableStream;
	/** Aborted by ^C. */
	signal: AbortSignal;
}

export interface CommandDefinition<
	A extends ArgumentDefinitions = ArgumentDefinitions,
	F extends FlagDefinitions = FlagDefinitions,
> {
	/** One line for the help, without a full stop. */
	summary: string;
	arguments?: A;
	flags?: F;
	/** Keeps each run in `.quarterdeck/runs/`, where every operator sees it. For what changes data. */
	journal?: boolean;
	/**
	 * A plain function with `log`, or a generator that yields events as Quarterdeck's own commands do.
	 * @returns the exit code; nothing means 0
	 * @throws CommandError for an expected failure; anything else is a bug and keeps its stack
	 */
	run(
		values: CommandValues<A, F>,
		context: CommandContext,
	): AsyncGenerator<Event, ExitCode | void> | Promise<ExitCode | void> | ExitCode | void;
}

/**
 * Marks the default export of `<app>/commands/NAME.ts`, which is run as `quarterdeck APP:NAME`; gives
 * it back unchanged.
 * @example
 * export default defineCommand({
 * 	summary: 'Delete the books that nobody has borrowed',
 * 	flags: {days: {type: 'number', default: 365, help: 'for so many days'}},
 * 	async run({days}, {em, log}) {
 * 		log(`${await em.nativeDelete(Book, …)} deleted`, 'success');
 * 	},
 * });
 */
export function defineCommand<
	const A extends ArgumentDefinitions = Record<never, never>,
	const F extends FlagDefinitions = Record<never, never>,
>(definition: CommandDefinition<A, F>): CommandDefinition<A, F> {
	return definition;
}
