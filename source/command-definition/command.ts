import type {ExitCode} from '../errors/command-error.ts';
import type {Event} from '../runs/events.ts';
import type {Paint} from '../terminal/colours.ts';
import type {Prompt} from '../terminal/prompt.ts';

export interface Option {
	type: 'boolean' | 'string';
	/** May be given several times; its values come as a list. */
	multiple?: boolean;
	/** One letter: `c` for `-c`. */
	short?: string;
	/** What stands for the value in the help: `NAME`. */
	value?: string;
	help: string;
	/** A switch for the dashboard's own use; neither in the help nor in the journal's command line. */
	hidden?: boolean;
}

/** What a person typed, and where. */
export interface Input {
	/** By their names without dashes: `allow-data-loss`. */
	options: Record<string, any>;
	positionals: string[];
	/** The folder to look for the project in, or above. */
	directory: string;
	/** False where nobody can answer: no terminal, `--json`, or `--noinput`. */
	interactive: boolean;
	prompt: Prompt;
	/** Colours a `result`'s text, or leaves it plain where no colour is wanted. */
	paint: Paint;
	stdin: NodeJS.ReadableStream;
	/** Aborted by ^C and SIGTERM. */
	signal: AbortSignal;
}

/** One command; its file is named as it is typed. */
export interface Command {
	/** `[APP…]`, as the help shows it. */
	usage?: string;
	/** How many positionals at most. Default 0. */
	maximum?: number;
	/** What each of them stands for, by its name in the usage. */
	arguments?: Record<string, string>;
	options?: Record<string, Option>;
	/** Options that one might expect, each with a sentence why it is not there. */
	refused?: Record<string, string>;
	/**
	 * A run of it is written to `.quarterdeck/runs/`, where every operator sees it. A function
	 * decides by the options.
	 */
	journal?: boolean | ((options: Record<string, any>) => boolean);
	/** ^C is the business of what it runs (a shell), and ends nothing here. */
	leavesInterrupts?: boolean;
	/**
	 * Does the work and reports it.
	 * @returns the exit code; nothing means 0
	 * @throws CommandError for an expected failure
	 */
	run(input: Input): AsyncGenerator<Event, ExitCode | void>;
}
