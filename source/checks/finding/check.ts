import {isCommandError} from '../../errors/command-error.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {Finding} from './finding.ts';

/** What a check inspects. */
export interface CheckSite {
	project: Project;
	/** Undefined when the entities cannot be loaded, which another check reports. */
	open: OpenOrm | undefined;
	/** Seconds to wait for the application's answer. */
	timeout?: number | undefined;
}

/** A family of checks, in a file of its own. */
export type Check = (site: CheckSite) => AsyncIterable<Finding> | Iterable<Finding>;

/**
 * Turns an expected failure into a finding.
 * @throws anything else, which is a bug
 */
export function findingOf(id: string, error: unknown): Finding {
	if (!isCommandError(error)) throw error;
	const {message, sentence = message, hint, file, line} = error;
	return {id, level: 'error', message: sentence, hint, file, line};
}
