import type {EntityManager} from '@mikro-orm/core';
import type {ExitCode} from '../errors/command-error.ts';
import type {CompleteSettings} from '../project/settings/settings.ts';
import type {Event, LogLevel} from '../runs/events.ts';
import type {Invocation} from './invocation.ts';

/** What is typed after the command's name, in the order of the definition. */
export interface ArgumentDefinition {
	/** Default: `string`. */
	type?: 'string' | 'number';
	choices?: readonly string[];
	/** May be left out; only arguments that may be left out can follow it. */
	optional?: boolean;
	/** Takes all that are left, as a list; only the last one can. At least one if not optional. */
	many?: boolean;
	/** Its place in the usage line. Default: its name, `SOURCE_FILE` for `sourceFile`. */
	value?: string;
	/** The error where it is missing. Default: `SOURCE_FILE is missing.` */
	missing?: string;
	help?: string;
}

/** `dryRun` is typed as `--dry-run`. */
export type FlagDefinition = {
	/** An imperative in lower case, without a full stop: `write nothing`. */
	help: string;
	/** One letter: `c` for `-c`. */
	short?: string;
	/** Left out of the help and of the journal's command line. */
	hidden?: boolean;
} & (
	| {type: 'boolean'}
	| {type: 'number'; default?: number; many?: boolean /** `N` in the help. */; value?: string}
	| {
			type: 'string';
			choices?: readonly string[];
			default?: string;
			/** May be given several times. */
			many?: boolean;
			/** The placeholder of the value in the help: `FILE`. */
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

/** What is known of a command without running it. */
export interface CommandSignature<
	A extends ArgumentDefinitions = ArgumentDefinitions,
	F extends FlagDefinitions = FlagDefinitions,
> {
	arguments?: A;
	flags?: F;
	/** Flags that people try and that do not exist, with the reason: `{password: '…'}`. */
	refused?: Record<string, string>;
	/**
	 * Keeps each run in `.quarterdeck/runs/`, where every operator sees it. For what changes data. A
	 * function decides by the values.
	 */
	journal?: boolean | ((values: CommandValues<A, F>) => boolean);
	/** ^C is left to what the command starts, a shell say. */
	leavesInterrupts?: boolean;
	/** It needs no project, and its help does not offer `--project`. */
	withoutProject?: boolean;
}

/** What an app's command gets besides the values. */
export interface CommandContext extends Pick<Invocation, 'prompt' | 'stdin' | 'signal'> {
	/** A fork of the project's EntityManager; the database is closed when the command has ended. */
	em: EntityManager;
	settings: CompleteSettings;
	/** Absolute path of the project's folder. */
	root: string;
	/** A line for whoever reads: the terminal, `--json`, the journal. */
	log(text: string, level?: LogLevel): void;
}

export interface CommandDefinition<
	A extends ArgumentDefinitions = ArgumentDefinitions,
	F extends FlagDefinitions = FlagDefinitions,
> extends CommandSignature<A, F> {
	/** One line for the help, without a full stop. */
	summary: string;
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
 * One of Quarterdeck's own commands. Its summary is in the table of `commands/index.ts`, so that the
 * help of all commands loads none; it opens the project by itself.
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
 * Marks the default export of `<app>/commands/NAME.ts`, which is run as `quarterdeck APP:NAME`; gives
 * it back unchanged.
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
