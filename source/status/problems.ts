import {type CommandError, isCommandError} from '../errors/command-error.ts';
import type {Problem} from '../runs/project-status.ts';

/** The work's result; an expected failure becomes a problem, a bug stays one. */
export async function noting<T>(
	problems: Problem[],
	work: () => Promise<T>,
): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (!isCommandError(error)) throw error;
		problems.push(asProblem(error));
		return undefined;
	}
}

/** As a status tells it. */
export function asProblem({code, message, hint, file, line}: CommandError): Problem {
	return {code, message, hint, file, line};
}
