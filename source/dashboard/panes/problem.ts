import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {AppStatus, DatabaseStatus, Problem, ProjectStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {widthOf, wrap} from '../drawing/cells.ts';
import {databaseText, paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {clock} from '../drawing/times.ts';
import {keyOf} from '../input/key-names.ts';
import {type Folding, migrationRows} from '../migration-tree/rows.ts';
import {shownProblems} from '../state/blocking-problems.ts';
import type {StatusState} from '../state/state.ts';

const allFolded: Folding = {get: () => 'folded'};
const off = ['migrate', 'rollback', 'fake', 'createsuperuser', 'shell'];

/**
 * What still works, the last known state and the reason. In a low window, the reason comes last: the
 * header shows its beginning.
 */
function unreachableRows(
	problem: Problem,
	state: StatusState,
	{columns, rows}: Size,
	readOnly: boolean,
): string[] {
	const {database} = state.status!;
	const title = [paint('error', titleOf(database, columns))];
	const works = readOnly ? [] : wrap(stillWorks(), columns);
	const next = [...wrap(nextTry(database), columns), ...works];
	// The title names the database, so the message need not.
	const {reason, message} = problem;
	const why = paragraph(reason ? `${reason}.` : message, columns, 'error');
	const hint = problem.hint ? paragraph(problem.hint, columns) : [];
	const apps = appsOf(state, readOnly, columns);
	const whole = apps.trees.map(tree => [
		...[...title, ...why, ...hint, ...next],
		...['', apps.heading, ...tree],
	]);
	const brief = [...title, ...next, ...why, ...wrap(apps.line, columns), ...hint];
	return whole.find(all => all.length <= rows) ?? brief;
}

function stillWorks(): string {
	const keys = off.map(keyOf);
	const all = `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
	return `${keyOf('makemigrations')} still works (files only); ${all} do not.`;
}

function titleOf(database: DatabaseStatus, columns: number): string {
	const texts = [databaseText(database), safe(database.name)].map(
		text => `DATABASE UNREACHABLE   ${text}`,
	);
	return texts.find(text => widthOf(text) <= columns) ?? 'DATABASE UNREACHABLE';
}

function nextTry({nextTry}: DatabaseStatus): string {
	const now = `${keyOf('reread')} retries now.`;
	if (!nextTry) return `Retrying automatically; ${now}`;
	const {at, after} = nextTry;
	return `Next retry at ${clock(new Date(at))} (after ${after} s); ${now}`;
}

interface Apps {
	heading: string;
	/** The rows below it, the longest first. */
	trees: string[][];
	line: string;
}

/** As they were when the database was last reached, else as they are on disk. */
function appsOf({lastSeen, status}: StatusState, readOnly: boolean, columns: number): Apps {
	if (!lastSeen) return appsOnDisk(status!);
	const {status: seen, at} = lastSeen;
	const heading = `As last seen at ${clock(at)}:`;
	const tree = migrationRows(seen, allFolded).map(({text}) => ` ${text(columns - 1, readOnly)}`);
	const counts = seen.apps.map(({label, migrations}) => {
		const unapplied = migrations.filter(({applied}) => applied === null).length;
		const applied = migrations.length - unapplied;
		return `${label} ${applied} applied${unapplied > 0 ? `, ${unapplied} not` : ''}`;
	});
	return {
		heading: paint('quiet', heading),
		trees: [tree],
		line: safe(`${heading} ${counts.join('; ')}`),
	};
}

function appsOnDisk({apps}: ProjectStatus): Apps {
	const heading = 'On disk; it is not known which are applied:';
	const width = Math.max(...apps.map(({label}) => label.length));
	const count = ({files = []}: AppStatus) => plural(files.length, 'migration');
	const row = (app: AppStatus, mark: string) =>
		` ${mark} ${paint('strong', safe(app.label.padEnd(width)))}  ${count(app)}`;
	return {
		heading: paint('quiet', heading),
		trees: [
			apps.flatMap(app => [
				row(app, glyphs.open),
				...(app.files ?? []).map(name => `   ? ${safe(name)}`),
			]),
			apps.map(app => row(app, glyphs.folded)),
		],
		line: safe(`${heading} ${apps.map(app => `${app.label} ${count(app)}`).join('; ')}`),
	};
}

/** Problems take the place of the migrations. */
export function problemRows(
	state: StatusState,
	{columns, rows}: Size,
	readOnly: boolean,
): string[] {
	const status = state.status!;
	const all = shownProblems(status.problems).flatMap((problem, index) => [
		...(index > 0 ? [''] : []),
		...(problem.hinders === 'database'
			? unreachableRows(problem, state, {columns, rows}, readOnly)
			: problemWithExcerpt(problem, status.root, columns)),
	]);
	return all.slice(0, rows);
}

/**
 * Above the tree, which has half of the pane or as much of it as it needs: what concerns some apps or
 * files hides no others.
 */
export function problemNotice(
	problems: Problem[],
	root: string,
	{columns, rows}: Size,
	treeRows: number,
): string[] {
	const shown = shownProblems(problems);
	const room = rows - Math.min(treeRows, Math.ceil(rows / 2));
	const whole = shown.flatMap(problem => problemWithExcerpt(problem, root, columns));
	if (whole.length <= room) return whole;
	return shown.flatMap(({message}) => paragraph(message, columns, 'error')).slice(0, room);
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
		const row = `${here ? glyphs.selected : ' '} ${String(number).padStart(4)} | ${safe(text)}`;
		return paint(here ? 'warning' : 'quiet', row);
	});
}
