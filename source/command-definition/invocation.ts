import type {Paint} from '../terminal/colours.ts';
import type {Prompt} from '../terminal/prompt.ts';

/** How a command was started, and whether it is interactive. */
export interface Invocation {
	/** A folder in the project. */
	directory: string;
	/** False without a terminal, and with `--json` or `--noinput`. */
	interactive: boolean;
	/** In non-interactive mode, a question of an app's command ends it with exit code 3. */
	prompt: Prompt;
	/** Colours the text of a `result`, if colour is on. */
	paint: Paint;
	stdin: NodeJS.ReadableStream;
	/** Aborted by ^C and SIGTERM. */
	signal: AbortSignal;
}
