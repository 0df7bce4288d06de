import type {Problem, ProjectStatus} from '../../runs/project-status.ts';
import {stateUnreadable} from '../../runs/unreadable-state.ts';

/** A migrate fixes the first, and skips the second; the tree shows both. */
const harmless = ['unfinished-migration', 'misnamed-migration'];

/** The first problem that prevents work with the project and its database. */
export function hindrance(problems: Problem[]): Problem | undefined {
	return problems.find(({code}) => !harmless.includes(code));
}

/** Problems that take the place of the tree. Panes whose files cannot be read say so themselves. */
export function blockingProblems({problems}: ProjectStatus): Problem[] {
	return problems.filter(({code}) => !harmless.includes(code) && code !== stateUnreadable);
}

export function isBlocked(status: ProjectStatus): boolean {
	return blockingProblems(status).length > 0;
}
