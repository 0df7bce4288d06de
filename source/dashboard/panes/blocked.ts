import type {Problem, ProjectStatus} from '../../runs/project-status.ts';

/** These are told above the tree: of a migrate that ends them, or a file that is renamed. */
const beside = ['unfinished-migration', 'misnamed-migration'];

/** The problems that take the tree's place. */
export function blockingProblems({problems}: ProjectStatus): Problem[] {
	return problems.filter(({code}) => !beside.includes(code));
}

/** Whether there is no tree to be seen. */
export function isBlocked(status: ProjectStatus): boolean {
	return blockingProblems(status).length > 0;
}
