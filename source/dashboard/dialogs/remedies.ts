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

/** The next steps that are legal now: what was rolled back is planned again, what stays is settled. */
export function remediesFor({failed, unfinished}: RunProgress): Remedy[] {
	const stays = failed && !failed.rolledBack && failed.alreadyExecuted.length > 0;
	if (!unfinished && !stays) return [again];
	const runsCode = unfinished?.choices[0]?.startsWith('--resume is not possible') ?? false;
	return waysOut.filter(({flag}) => !(runsCode && flag === '--resume'));
}
