import {stateUnreadable} from '../../runs/unreadable-state.ts';
import {hindrance} from '../state/blocking-problems.ts';
import type {ActionContext} from './action.ts';

/** Migrations are made from files alone, so an unreachable database is no reason. */
export function areFilesBroken(context: ActionContext): string | false {
	const away = context.session.problems.every(({code}) => code === 'database-unreachable');
	return away && context.session.problems.length > 0 ? false : isBroken(context);
}

/** Why an action that needs the project and its database is disabled. */
export function isBroken(context: ActionContext): string | false {
	if (!context.session.project) return 'The project is still loading.';
	const problem = hindrance(context.session.problems);
	if (!problem) return false;
	if (problem.code === 'database-unreachable') return 'The database cannot be reached.';
	// A run writes its journal there.
	if (problem.code === stateUnreadable) return problem.message;
	return 'Fix the project first.';
}

export function isNoMigration(context: ActionContext): string | false {
	return context.tree.selected()?.migration === undefined && 'Select a migration first.';
}
