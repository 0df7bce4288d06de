import {issuesOf} from './issues.ts';
import type {Way} from './ways.ts';

/** Exit codes of all Quarterdeck processes; the readme lists those that users see. */
export const exitCodes = {
	done: 0,
	failed: 1,
	usage: 2,
	answerNeeded: 3,
	lockHeld: 4,
	/** Of `status --until-sources-change`: a source file has changed, so start again. */
	sourcesChanged: 75,
	/** Of a runner: the project's server is already running. */
	serverRunning: 76,
	/** As in shells: 128 plus the signal number. */
	hungUp: 129,
	interrupted: 130,
	terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An expected failure as plain data, for events, the status and other processes. */
export interface ErrorData {
	/** A stable machine name in kebab-case: `no-project`. */
	code: string;
	/** One sentence. */
	message: string;
	/** The part of the message that says why: the database's own text, for example. */
	reason?: string;
	/** The next step, as a sentence. */
	hint?: string;
	/** The next steps, for programs. */
	ways?: Way[];
	/** Absolute path of the file to fix. */
	file?: string;
	/** Counts from 1. */
	line?: number;
}

export interface CommandErrorDetails extends Partial<Omit<ErrorData, 'message'>> {
	exitCode?: ExitCode;
	/** The message without the file and line that it begins with. */
	sentence?: string;
	/** Counts from 1. */
	column?: number;
	cause?: unknown;
}

/** An expected failure: one sentence and a next step. Any other exception is a bug. */
export class CommandError extends Error implements ErrorData {
	override readonly name = 'CommandError';
	readonly code: string;
	readonly reason?: string;
	readonly hint?: string;
	readonly ways?: Way[];
	readonly exitCode: ExitCode;
	readonly file?: string;
	readonly line?: number;
	readonly column?: number;
	readonly sentence?: string;

	constructor(message: string, details: CommandErrorDetails = {}) {
		super(message, {cause: details.cause});
		this.code = details.code ?? 'failed';
		this.reason = details.reason;
		this.hint = details.hint;
		this.ways = details.ways;
		this.exitCode = details.exitCode ?? exitCodes.failed;
		this.file = details.file;
		this.line = details.line;
		this.column = details.column;
		this.sentence = details.sentence;
	}
}

/** The code where MikroORM's snapshot is missing, which is how things are, and no failure. */
export const noSnapshot = 'no-snapshot';

/** Throws, or notes a problem that does not concern the rest. */
export type ReportProblem = (problem: CommandError) => void;

export function throwProblem(problem: CommandError): never {
	throw problem;
}

const fields = ['code', 'message', 'reason', 'hint', 'ways', 'file', 'line'] as const;

/** Only the fields that are set, in this order. */
export function dataOf(error: CommandError): ErrorData {
	const known = fields.filter(field => error[field] !== undefined);
	return Object.fromEntries(known.map(field => [field, error[field]])) as unknown as ErrorData;
}

/** By name, because a project may load a second copy of this class. */
export function isCommandError(error: unknown): error is CommandError {
	return error instanceof Error && error.name === 'CommandError';
}

/** The stack of any thrown value, which begins with its message. */
export function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The message of any thrown value. That of a validation library is a list of issues. */
export function messageOf(error: unknown): string {
	const issues = issuesOf(error).map(({path, message}) => (path ? `${path}: ${message}` : message));
	if (issues.length > 0) return issues.join('; ');
	return error instanceof Error ? error.message : String(error);
}
