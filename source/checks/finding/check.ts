import {type CommandError, isCommandError} from '../../errors/command-error.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {Finding} from './finding.ts';

/** What a check looks at. */
export interface CheckSite {
	project: Project;
	/** Undefined where the entities could not be loaded, which is a finding of its own. */
	open: OpenOrm | undefined;
}

/** One family of checks: what belongs together, in a file of its own. */
export type Check = (site: CheckSite) => AsyncIterable<Finding> | Iterable<Finding>;

/**
 * An expected failure as a finding.
 * @throws anything else, which is a bug
 */
export function findingOf(id: string, error: unknown): Finding {
	const {message, hint, file, line} = expected(error);
	return {id, level: 'error', message, hint, file, line};
}

function expected(error: unknown): CommandError {
	if (isCommandError(error)) return error;
	throw error;
}
