import type {RunProgress} from './run-progress.ts';

/** A way on after a failure: its key, and what it adds to the command line. */
export interface Remedy {
	key: string;
	label: string;
	flag?: string;
}

const again: Remedy = {key: 'r', label: 'plan again'};
const waysOut: Remedy[] = [
	{key: 'r', label: 'resume behind what ran', flag: '--resume'},
	{key: 'a', label: 'mark as applied', flag: '--mark-applied'},
	{key: 'o', label: 'start over, once it is undone by hand', flag: '--start-over'},
];

/** Which migration the run has left in its middle. */
export function leftUnfinished({failed, unfinished}: RunProgress): string | undefined {
	const stays = failed && !failed.rolledBack && failed.alreadyExecuted.length > 0;
	return stays ? failed.migration : unfinished?.text.split(' ')[0];
}

/**
 * The next steps that are legal now: what was rolled back is planned again, what stays is settled.
 * @param isSettled it was left in its middle once, and is not any more
 */
export function remediesFor(progress: RunProgress, isSettled: boolean): Remedy[] {
	if (leftUnfinished(progress) === undefined || isSettled) return [again];
	const {unfinished} = progress;
	const runsCode = unfinished?.choices[0]?.startsWith('--resume is not possible') ?? false;
	return waysOut.filter(({flag}) => !(runsCode && flag === '--resume'));
}
