import {
	type Hindered,
	isFailure,
	type Problem,
	type ProjectStatus,
} from '../../runs/project-status.ts';
import {stateUnreadable} from '../../runs/unreadable-state.ts';

/** The first problem with which work fails that needs these. */
export function hindrance(problems: Problem[], needs: Hindered[]): Problem | undefined {
	const fatal: Hindered[] = ['everything', ...needs];
	return problems
		.filter(isFailure)
		.find(({code, hinders}) => code === stateUnreadable || (hinders && fatal.includes(hinders)));
}

/** Whether problems take the place of the tree, because nothing is known that it could show. */
export function hidesTree({apps, problems}: ProjectStatus): boolean {
	const isAway = problems.some(({hinders}) => hinders === 'database');
	return isAway || (apps.length === 0 && shownProblems(problems).length > 0);
}

/** Problems that the migrations pane shows. Panes whose files cannot be read say so themselves. */
export function shownProblems(problems: Problem[]): Problem[] {
	return problems.filter(
		problem => problem.hinders && problem.code !== stateUnreadable && isFailure(problem),
	);
}
