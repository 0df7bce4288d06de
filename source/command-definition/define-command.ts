import type {EntityManager} from '@mikro-orm/core';
import type {ExitCode} from '../errors/command-error.ts';
import type {CompleteSettings} from '../project/settings/settings.ts';
import type {Event, LogLevel} from '../runs/events.ts';
import type {Invocation} from './invocation.ts';

/** The arguments after the command's name, in order. */
export interface ArgumentDefinition {
	/** Default: `string`. */
	type?: 'string' | 'number';
	choices?: readonly string[];
	/** Optional; only optional arguments can follow it. */
	optional?: boolean;
	/** Collects all remaining words in a list; only for the last argument. At least one unless optional. */
	many?: boolean;
	/** Its name in the usage line. Default: `SOURCE_FILE` for `sourceFile`. */
	value?: string;
	/** The error when it is missing. Default: `SOURCE_FILE is missing.` */
	missing?: string;
	help?: string;
}

/** `dryRun` is typed as `--dry-run`. */
export type FlagDefinition = {
	/** An imperative in lower case, without a full stop: `write nothing`. */
	help: string;
	/** One letter: `c` for `-c`. */
	short?: string;
	/** Omitted from the help and from the journal's command line. */
	hidden?: boolean;
} & (
	| {type: 'boolean'}
	| ({
			/** May be repeated. */
			many?: boolean;
			/** The placeholder of the value in the help: `FILE`. */
			value?: string;
	  } & (
			| {type: 'number'; default?: number}
			| {
					type: 'string';
					default?: string;
					choices?: readonly string[];
					/** The value without `=VALUE`, which is then optional. */
					bare?: string;
			  }
	  ))
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

/** The typed values, by their defined names. */
export type CommandValues<A, F> = {[K in keyof A]: ArgumentValue<A[K]>} & {
	[K in keyof F]: FlagValue<F[K]>;
};

/** The definition without the code. */
export interface CommandSignature<
	A extends ArgumentDefinitions = ArgumentDefinitions,
	F extends FlagDefinitions = FlagDefinitions,
> {
	arguments?: A;
	flags?: F;
	/** Flags that users may try and that do not exist, with the reason: `{password: '…'}`. */
	refused?: Record<string, string>;
	/**
	 * Records each run in `.quarterdeck/runs/`, visible to all operators. For commands that change data. A
	 * function decides by the values.
	 */
	journal?: boolean | ((values: CommandValues<A, F>) => boolean);
	/** Whether a recorded run is on a copy of the database. */
	rehearses?: (values: CommandValues<A, F>) => boolean;
	/** Leaves ^C to the command's child process, such as a shell. */
	leavesInterrupts?: boolean;
	/** Works without a project; the help omits `--project`. */
	withoutProject?: boolean;
}

/** What an app's command gets besides the values. */
export interface CommandContext extends Pick<Invocation, 'prompt' | 'stdin' | 'signal'> {
	/** A fork of the project's EntityManager. The connection is closed after the command. */
	em: EntityManager;
	settings: CompleteSettings;
	/** Absolute path of the project's folder. */
	root: string;
	/** Reports a line to the terminal, `--json` and the journal. */
	log(text: string, level?: LogLevel): void;
}

/** A command of an app, `commands/NAME.ts`: its words and flags, and what it does. */
export interface CommandDefinition<
	A extends ArgumentDefinitions = ArgumentDefinitions,
	F extends FlagDefinitions = FlagDefinitions,
> extends CommandSignature<A, F> {
	/** One line for the help, without a full stop. */
	summary: string;
	/**
	 * A function that uses `log`, or a generator that yields events like the built-in commands.
	 * @returns the exit code, 0 by default
	 * @throws CommandError for an expected failure; anything else is a bug and keeps its stack
	 */
	run(
		values: CommandValues<A, F>,
		context: CommandContext,
	): AsyncGenerator<Event, ExitCode | void> | Promise<ExitCode | void> | ExitCode | void;
}

/**
 * A built-in command. Its summary is in the table of `command-line/commands.ts`, so that the list
 * of commands loads none; it opens the project itself.
 * @internal
 */
export interface OwnCommand<
	A extends ArgumentDefinitions = ArgumentDefinitions,
	F extends FlagDefinitions = FlagDefinitions,
> extends CommandSignature<A, F> {
	summary?: undefined;
	run(values: CommandValues<A, F>, invocation: Invocation): AsyncGenerator<Event, ExitCode | void>;
}

/** @internal */
export function defineCommand<
	const A extends ArgumentDefinitions = Record<never, never>,
	const F extends FlagDefinitions = Record<never, never>,
>(definition: OwnCommand<A, F>): OwnCommand<A, F>;
/**
 * Marks the default export of `<app>/commands/NAME.ts`, run as `quarterdeck APP:NAME`, and returns
 * it unchanged.
 * @example
 * export default defineCommand({
 * 	summary: 'Delete the books that nobody has borrowed',
 * 	flags: {days: {type: 'number', default: 365, help: 'count loans of so many days'}},
 * 	async run({days}, {em, log}) {
 * 		log(`${await em.nativeDelete(Book, …)} deleted`, 'success');
 * 	},
 * });
 */
export function defineCommand<
	const A extends ArgumentDefinitions = Record<never, never>,
	const F extends FlagDefinitions = Record<never, never>,
>(definition: CommandDefinition<A, F>): CommandDefinition<A, F>;
export function defineCommand<D>(definition: D): D {
	return definition;
}
