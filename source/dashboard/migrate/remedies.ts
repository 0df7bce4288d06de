import type {RunProgress} from './run/run-progress.ts';

export interface Remedy {
	key: string;
	label: string;
	flag?: string;
}

const again: Remedy = {key: 'r', label: 'plan again'};
/** By the ids of the ways that a failure or a question names. */
const byId: Record<string, Remedy> = {
	resume: {key: 'r', label: 'resume after what ran', flag: '--resume'},
	'mark-applied': {key: 'a', label: 'mark as applied', flag: '--mark-applied'},
	'start-over': {key: 'o', label: 'start over, after undoing it by hand', flag: '--start-over'},
};

export function leftUnfinished({failed, unfinished}: RunProgress): string | undefined {
	const isPartial =
		failed && !failed.rolledBack && (failed.mayBeDone || failed.alreadyExecuted.length > 0);
	const stays = isPartial && failed.ways.some(({id}) => id === 'resume');
	return stays ? failed.migration : unfinished?.migration;
}

/**
 * A migration that was rolled back is planned again; an unfinished one is resolved.
 * @param isSettled it was unfinished, and has been resolved since
 */
export function remediesFor({failed, unfinished}: RunProgress, isSettled: boolean): Remedy[] {
	const ways = isSettled ? [] : ((unfinished ?? failed)?.ways ?? []);
	const remedies = ways.flatMap(({id}) => byId[id] ?? []);
	return remedies.length > 0 ? remedies : [again];
}
