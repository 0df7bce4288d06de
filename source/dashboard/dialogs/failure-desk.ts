import type {MigrationFailed} from '../../runs/events.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
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
	const hint = error?.hint ? ['', ...wrap(safe(error.hint), inside)] : [];
	if (unfinished) return wrap(safe(unfinished.text), inside);
	if (failed) return [...statementRows(failed, inside), ...hint];
	return [...red(error?.message ?? '', inside), ...hint];
}

function statementRows(failed: MigrationFailed, inside: number): string[] {
	const {statement, sql, message, rolledBack, alreadyExecuted} = failed;
	return [
		statement > 0 ? `Statement ${statement}:` : 'Where:',
		...sqlRows(sql, inside),
		...red(message, inside),
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

function red(text: string, inside: number): string[] {
	return wrap(safe(text), inside).map(line => paint('alarm', line));
}

function safe(text: string): string {
	return sanitise(text, {colour: false});
}
