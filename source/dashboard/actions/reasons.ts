import {stateUnreadable} from '../../runs/unreadable-state.ts';
import {hindrance} from '../state/blocking-problems.ts';
import type {ActionContext} from './action.ts';

/** As `isBroken`; but migrations are made from the files alone, and a database may be away. */
export function areFilesBroken(context: ActionContext): string | false {
	const away = context.session.problems.every(({code}) => code === 'database-unreachable');
	return away && context.session.problems.length > 0 ? false : isBroken(context);
}

/** Why what needs project and database cannot be done: a sentence, or false. */
export function isBroken(context: ActionContext): string | false {
	if (!context.session.project) return 'The project is still loading.';
	const problem = hindrance(context.session.problems);
	if (!problem) return false;
	if (problem.code === 'database-unreachable') return 'The database cannot be reached.';
	// A run writes its journal there.
	if (problem.code === stateUnreadable) return problem.message;
	return 'Fix the project first.';
}

/** Why what needs a selected migration cannot be done: a sentence, or false. */
export function isNoMigration(context: ActionContext): string | false {
	return context.tree.selected()?.migration === undefined && 'Select a migration first.';
}
