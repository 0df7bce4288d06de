import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Problem, ProjectStatus} from '../../runs/project-status.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
import type {Size} from '../layout.ts';
import {glyphs, paint} from '../theme.ts';
import {database} from './header.ts';

/** What is wrong with the project, where, and what to do: in place of the migrations. */
export function problemRows(status: ProjectStatus, {columns, rows}: Size): string[] {
	const all = status.problems.flatMap((problem, index) => [
		...(index > 0 ? [''] : []),
		...oneProblem(problem, status, columns),
	]);
	return all.slice(0, rows);
}

function oneProblem(problem: Problem, status: ProjectStatus, columns: number): string[] {
	const unreachable = problem.code === 'database-unreachable';
	const head = unreachable ? [`DATABASE UNREACHABLE   ${database(status.database)}`] : [];
	const sentence = [...head, ...wrap(safe(problem.message), columns)];
	return [
		...sentence.map(line => paint('alarm', line)),
		...(problem.file ? [place(problem, status.root)] : []),
		...excerpt(problem, status.root),
		...(problem.hint ? wrap(safe(problem.hint), columns) : []),
		...(unreachable ? [`${paint('key', 'R')} tries again now`] : []),
	];
}

function place({file, line}: Problem, root: string): string {
	const name = safe(path.relative(root, path.resolve(root, file!)));
	const where = paint('strong', line === undefined ? name : `${name}:${line}`);
	return `${where}   ${paint('key', 'e')} opens it in your editor`;
}

/** Three lines of the source, the middle one marked; nothing when it cannot be read. */
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

function safe(text: string): string {
	return sanitise(text, {colour: false});
}
