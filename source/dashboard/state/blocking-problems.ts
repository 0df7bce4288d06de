import type {Problem, ProjectStatus} from '../../runs/project-status.ts';
import {stateUnreadable} from '../../runs/unreadable-state.ts';

/** What a migrate mends, and a file that it leaves out: both are told above the tree. */
const harmless = ['unfinished-migration', 'misnamed-migration'];

/** The problem that keeps one from working with project and database, if there is one. */
export function hindrance(problems: Problem[]): Problem | undefined {
	return problems.find(({code}) => !harmless.includes(code));
}

/** The problems that take the tree's place. What cannot be read is told in the panes that it empties. */
export function blockingProblems({problems}: ProjectStatus): Problem[] {
	return problems.filter(({code}) => !harmless.includes(code) && code !== stateUnreadable);
}

/** Whether there is no tree to be seen. */
export function isBlocked(status: ProjectStatus): boolean {
	return blockingProblems(status).length > 0;
}
