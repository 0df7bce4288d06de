import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Problem} from '../../runs/project-status.ts';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {StatusState} from '../state/state.ts';
import {unreachableRows} from './unreachable.ts';

/** Problems take the place of the migrations. */
export function problemRows(
	state: StatusState,
	{columns, rows}: Size,
	readOnly: boolean,
): string[] {
	const status = state.status!;
	const all = status.problems.flatMap((problem, index) => [
		...(index > 0 ? [''] : []),
		...(problem.code === 'database-unreachable'
			? unreachableRows(problem, state, {columns, rows}, readOnly)
			: problemWithExcerpt(problem, status.root, columns)),
	]);
	return all.slice(0, rows);
}

function problemWithExcerpt(problem: Problem, root: string, columns: number): string[] {
	return [
		...paragraph(problem.message, columns, 'error'),
		...(problem.file ? [place(problem, root)] : []),
		...excerpt(problem, root),
		...(problem.hint ? paragraph(problem.hint, columns) : []),
	];
}

function place({file, line}: Problem, root: string): string {
	const name = safe(path.relative(root, path.resolve(root, file!)));
	const where = paint('strong', line === undefined ? name : `${name}:${line}`);
	return `${where}   ${keyHint(keyOf('edit'), 'open in your editor')}`;
}

/** Three source lines, the middle one marked. */
function excerpt({file, line}: Problem, root: string): string[] {
	if (!file || line === undefined) return [];
	let lines: string[];
	try {
		lines = readFileSync(path.resolve(root, file), 'utf8').split('\n');
	} catch {
		return [];
	}
	const first = Math.max(1, line - 2);
	return lines.slice(first - 1, line + 1).map((text, index) => {
		const number = first + index;
		const here = number === line;
		const row = `${here ? glyphs.selected : ' '} ${String(number).padStart(4)} | ${safe(text).replaceAll('\t', '  ')}`;
		return paint(here ? 'warning' : 'quiet', row);
	});
}
