import type {Paint} from '../terminal/colours.ts';
import type {Prompt} from '../terminal/prompt.ts';

/** How a command was started: where, and who can answer. */
export interface Invocation {
	/** The folder to look for the project in, or above. */
	directory: string;
	/** False where nobody can answer: no terminal, `--json`, or `--noinput`. */
	interactive: boolean;
	/** Where nobody can answer, a question of an app's command ends it with exit code 3. */
	prompt: Prompt;
	/** Colours a `result`'s text, or leaves it plain where no colour is wanted. */
	paint: Paint;
	stdin: NodeJS.ReadableStream;
	/** Aborted by ^C and SIGTERM. */
	signal: AbortSignal;
}
