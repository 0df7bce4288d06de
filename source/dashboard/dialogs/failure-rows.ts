import type {MigrationFailed} from '../../runs/events.ts';
import {paragraph, safe} from '../foreign-text.ts';
import {paint} from '../theme.ts';
import type {RunProgress} from './run-progress.ts';
import {sqlRows} from './sql-rows.ts';

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
