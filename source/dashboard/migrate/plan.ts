import type {PlanStep, Rehearsal} from '../../runs/events.ts';
import type {SqlText} from '../sql/sql-text.ts';
import type {Session} from '../state/session.ts';

export interface Plan {
	steps: PlanStep[];
	/** As the command says it: `Apply all migrations: accounts, auth`. */
	target: string;
	/** Recorded only; nothing runs. */
	fake: boolean;
	/** What the last rehearsal of it found. */
	rehearsal?: Rehearsal;
	/** Its statements as they are drawn, if they are not too long. */
	shown?: Map<string, SqlText>;
}

export function losesData({steps}: Plan): boolean {
	return steps.some(step => step.losesData);
}

/** @returns a migration with a hazard whose safer way can be written */
export function splittableIn({steps}: Plan): string | undefined {
	return steps.find(({warnings}) => warnings.some(({way}) => way))?.migration;
}

/** @returns how many of its steps the status says are done */
export function doneSteps({steps}: Plan, session: Session): number {
	return steps.filter(({migration, direction}) => {
		const known = session.migration(migration);
		return known !== undefined && (known.applied !== null) === (direction === 'forwards');
	}).length;
}
