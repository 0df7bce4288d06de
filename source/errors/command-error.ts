/** How every process of Quarterdeck exits; the readme has the table of those that people see. */
export const exitCodes = {
	done: 0,
	failed: 1,
	usage: 2,
	answerNeeded: 3,
	lockHeld: 4,
	/** Of `status --until-sources-change`: a source file has changed, start again. */
	sourcesChanged: 75,
	/** Of a runner: the project's server is running already. */
	serverRunning: 76,
	/** As a shell counts: 128 and the number of the signal. */
	hungUp: 129,
	interrupted: 130,
	terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface CommandErrorDetails {
	/** The next step, as a sentence. */
	hint?: string;
	/** A stable machine name in kebab-case, `no-project` say. */
	code?: string;
	exitCode?: ExitCode;
	/** Where the mistake stands, when it stands in a file. `line` and `column` count from 1. */
	file?: string;
	line?: number;
	column?: number;
	cause?: unknown;
}

/**
 * An expected failure: one sentence that says what is wrong, and a next step. Whatever else is
 * thrown is a bug of ours and keeps its stack.
 */
export class CommandError extends Error {
	override readonly name = 'CommandError';
	readonly hint: string | undefined;
	readonly code: string;
	readonly exitCode: ExitCode;
	readonly file: string | undefined;
	readonly line: number | undefined;
	readonly column: number | undefined;

	constructor(message: string, details: CommandErrorDetails = {}) {
		super(message, {cause: details.cause});
		this.hint = details.hint;
		this.code = details.code ?? 'failed';
		this.exitCode = details.exitCode ?? exitCodes.failed;
		this.file = details.file;
		this.line = details.line;
		this.column = details.column;
	}
}

/** By name and not by class: a project may load a second copy of this module. */
export function isCommandError(error: unknown): error is CommandError {
	return error instanceof Error && error.name === 'CommandError';
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
