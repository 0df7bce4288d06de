import {dataOf, isCommandError} from '../errors/command-error.ts';
import type {Problem} from '../runs/project-status.ts';

/** The work's result; an expected failure becomes a problem, a bug stays one. */
export async function collectProblems<T>(
	problems: Problem[],
	work: () => Promise<T>,
): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (!isCommandError(error)) throw error;
		problems.push(dataOf(error));
		return undefined;
	}
}
