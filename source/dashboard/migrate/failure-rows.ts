import type {MigrationFailed} from '../../runs/events.ts';
import {filledInWords} from '../../words/progress.ts';
import {copied, paragraph, sqlRows} from '../drawing/foreign-text.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import type {RunProgress} from './run/run-progress.ts';

export interface FailureRows {
	rows: string[];
	/** The most important one: the database's message. */
	main: number;
}

/** Of the statement and of the message, so that what was rolled back stays in sight below them. */
const [mostOfStatement, mostOfMessage] = [6, 10];

/**
 * The statement, the database's message, and what was or was not rolled back.
 * @param whole how to see all of what is too long
 */
export function failureRows(
	{failed, unfinished, error}: RunProgress,
	inside: number,
	whole: string,
): FailureRows {
	const hint = error?.hint ? ['', ...paragraph(error.hint, inside)] : [];
	if (unfinished) return {rows: paragraph(unfinished.text, inside), main: 0};
	const messageRows = (text: string) =>
		shortened(paragraph(text, inside, 'error'), mostOfMessage, whole);
	if (!failed) return {rows: [...messageRows(error?.message ?? ''), ...hint], main: 0};
	const sql = shortened(sqlRows(failed.sql, inside), mostOfStatement, whole);
	return {
		rows: [
			failed.statement > 0 ? `Statement ${failed.statement}:` : 'Where:',
			...sql,
			...messageRows(failed.message),
			'',
			...keptRows(failed, inside),
			...hint,
		],
		main: 1 + sql.length,
	};
}

function shortened(rows: string[], most: number, whole: string): string[] {
	if (rows.length <= most) return rows;
	const more = rows.length - most + 1;
	return [
		...rows.slice(0, most - 1),
		paint('quiet', `${glyphs.ellipsis} ${more} more rows${whole}`),
	];
}

function keptRows(
	{rolledBack, mayBeDone, alreadyExecuted, filled}: MigrationFailed,
	inside: number,
): string[] {
	if (rolledBack && filled !== undefined) {
		const text = `Its last batch was rolled back. ${filledInWords(filled, null)} stay filled, and the next migrate continues there.`;
		return paragraph(text, inside);
	}
	if (rolledBack) return ['Everything this migration did was rolled back.'];
	const doubt = mayBeDone
		? paragraph('It may have been done: the database gave no answer.', inside)
		: [];
	if (alreadyExecuted.length === 0) return mayBeDone ? doubt : ['None of its statements ran.'];
	return [
		...doubt,
		paint('error', 'NOT rolled back, still in the database:'),
		...alreadyExecuted.flatMap(text => sqlRows(text, inside)),
	];
}

export function failureText(progress: RunProgress): string {
	const {failed, unfinished, error} = progress;
	if (unfinished) return copied(unfinished.text);
	if (!failed) return copied([error?.message, error?.hint].filter(Boolean).join('\n'));
	const place = `${failed.migration}, statement ${failed.statement}`;
	const kept = failed.alreadyExecuted.map(text => `still in the database: ${text}`);
	return copied([place, failed.sql, failed.message, ...kept].join('\n'));
}
