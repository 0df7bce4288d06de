import type {MigrationFailed} from '../../runs/events.ts';
import {paragraph, safe} from '../foreign-text.ts';
import {paint} from '../theme.ts';
import type {RunProgress} from './run-progress.ts';
import {sqlRows} from './sql-rows.ts';

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

/** What went wrong: the statement, the database's words, and what was and was not rolled back. */
export function failureRows({failed, unfinished, error}: RunProgress, inside: number): string[] {
	const hint = error?.hint ? ['', ...paragraph(error.hint, inside)] : [];
	if (unfinished) return paragraph(unfinished.text, inside);
	if (failed) return [...statementRows(failed, inside), ...hint];
	return [...paragraph(error?.message ?? '', inside, 'alarm'), ...hint];
}

function statementRows(failed: MigrationFailed, inside: number): string[] {
	const {statement, sql, message, rolledBack, alreadyExecuted} = failed;
	return [
		statement > 0 ? `Statement ${statement}:` : 'Where:',
		...sqlRows(sql, inside),
		...paragraph(message, inside, 'alarm'),
		'',
		...(rolledBack
			? ['Everything this migration did was rolled back.']
			: alreadyExecuted.length > 0
				? [
						paint('alarm', 'NOT rolled back, still in the database:'),
						...alreadyExecuted.flatMap(text => sqlRows(text, inside)),
					]
				: ['Nothing of it was executed.']),
	];
}

/** The failure as plain text, to copy. */
export function failureText(progress: RunProgress): string {
	const {failed, unfinished, error} = progress;
	if (unfinished) return safe(unfinished.text);
	if (!failed) return safe([error?.message, error?.hint].filter(Boolean).join('\n'));
	const place = `${failed.migration}, statement ${failed.statement}`;
	const kept = failed.alreadyExecuted.map(text => `still in the database: ${text}`);
	return safe([place, failed.sql, failed.message, ...kept].join('\n'));
}
