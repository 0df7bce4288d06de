import type {Problem, ProjectStatus} from '../../runs/project-status.ts';
import {stateUnreadable} from '../../runs/unreadable-state.ts';

/**
 * These are told above the tree (of a migrate that ends them, or a file that is renamed), or in the
 * panes that they leave empty.
 */
const beside = ['unfinished-migration', 'misnamed-migration', stateUnreadable];

/** The problems that take the tree's place. */
export function blockingProblems({problems}: ProjectStatus): Problem[] {
	return problems.filter(({code}) => !beside.includes(code));
}

/** Whether there is no tree to be seen. */
export function isBlocked(status: ProjectStatus): boolean {
	return blockingProblems(status).length > 0;
}
