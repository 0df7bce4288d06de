import {blockerText} from '../../../runs/event-texts.ts';
import {duration} from '../../../words/duration.ts';
import {plural} from '../../../words/plural.ts';
import {progressInWords, roughTime} from '../../../words/progress.ts';
import {fit, widthOf} from '../../drawing/cells.ts';
import {paragraph, safe, sqlRows} from '../../drawing/foreign-text.ts';
import {glyphs, paint} from '../../drawing/theme.ts';
import {shortTime} from '../../drawing/times.ts';
import type {RunProgress, Step} from './run-progress.ts';
import type {ShownRun} from './shown-run.ts';

/** Behind a failure, more waiting migrations than this are only counted. */
const namedWaiting = 3;
/** So many rows around the running migration stay visible. */
const surroundings = 2;
/** Columns of an app's label that tell it from others. */
const leastLabel = 8;

/** The bar keeps its width while seconds pass. */
const columnsForTime = '   about 89 min left'.length;
const leastBar = 18;

export type RunPhase = 'running' | 'done' | 'failed';

export interface RunRows {
	rows: string[];
	/** Rows to keep visible, the most important one last. */
	inSight: number[];
}

/** `Migrating: 1 of 3 done`, `Migrate auth zero: FAILED, by bob` */
export function runTitle(
	{command, operator}: Pick<ShownRun, 'command' | 'operator'>,
	phase: RunPhase,
	{done, total, rehearses}: RunProgress,
): string {
	const verb = phase === 'running' ? 'Migrating' : 'Migrate';
	const name = command
		.replace(' --rehearse', '')
		.replace(/^migrate\b/, rehearses ? 'Rehearse migrate' : verb);
	const counts = total > 0 ? `: ${done} of ${total} done` : '';
	const state = {running: counts || ': running', done: counts, failed: ': FAILED'}[phase];
	return safe(`${name}${state}${operator ? `, by ${operator}` : ''}`);
}

/** @param timeLeft in milliseconds */
export function barRows(progress: RunProgress, inside: number, timeLeft = 0): string[] {
	const {done, total, failed, error} = progress;
	if (total === 0 || (done === 0 && (failed || error))) return [];
	const seconds = Math.round(timeLeft / 1000);
	const room = inside - columnsForTime;
	if (seconds <= 0 || room < leastBar) return [bar(done, total, inside), ''];
	return [`${bar(done, total, room)}   about ${roughTime(seconds)} left`, ''];
}

export function runRows(progress: RunProgress, inside: number): RunRows {
	const names = [...progress.steps.keys()];
	const width = Math.min(Math.max(12, ...names.map(name => name.length)), inside - 20);
	const rows: string[] = [];
	const inSight: number[] = [];
	const {shown, more} = shownSteps(progress);
	for (const [migration, step] of shown) {
		const first = rows.length;
		rows.push(stepRow(migration, step, width));
		if (step.state === 'running')
			rows.push(
				...statementRows(progress, inside),
				...backfillRows(progress, inside),
				...blockerRows(progress, inside),
			);
		if (step.state === 'running' || step.state === 'failed')
			inSight.push(rows.length - 1 + surroundings, Math.max(0, first - surroundings), first);
	}
	if (more > 0) rows.push(paint('quiet', `${glyphs.unapplied} ${more} more waiting`));
	return {
		rows: [...rows, ...waitingRows(progress, inside), ...outputRows(progress, inside)],
		inSight,
	};
}

/** Behind a failure, many waiting migrations would hide it. */
function shownSteps({steps, failed, error}: RunProgress): {shown: [string, Step][]; more: number} {
	const all = [...steps];
	const waiting = all.filter(([, {state}]) => state === 'waiting').length;
	const folds = (failed || error) && waiting > namedWaiting;
	return folds
		? {shown: all.filter(([, {state}]) => state !== 'waiting'), more: waiting}
		: {shown: all, more: 0};
}

function waitingRows(progress: RunProgress, inside: number): string[] {
	const {waitingFor, steps} = progress;
	if (waitingFor) {
		const text = `Waiting for another run to finish: ${waitingFor}`;
		return ['', ...paragraph(text, inside, 'warning')];
	}
	// SQLite's write lock comes before the first step.
	const hasBegun = [...steps.values()].some(({state}) => state === 'running');
	return hasBegun ? [] : blockerRows(progress, inside);
}

function outputRows({output}: RunProgress, inside: number): string[] {
	return output.flatMap(line => paragraph(line, inside));
}

/** The sessions that block the running statement, and how many it blocks. */
function blockerRows({stepWaiting}: RunProgress, inside: number): string[] {
	if (!stepWaiting) return [];
	const {blockers, queued, attempt, attempts, nextTry} = stepWaiting;
	const others = blockers.length > 0 ? blockers.map(blockerText) : ['another connection'];
	const attemptText =
		nextTry === null
			? `attempt ${attempt} of ${attempts}`
			: `gave way, attempt ${attempt + 1} of ${attempts} at ${shortTime(nextTry)}`;
	const behind = queued > 0 ? `; ${plural(queued, 'session')} behind it` : '';
	return [...others.map(text => `waits for ${text}`), `${attemptText}${behind}`].map(text =>
		paint('warning', fit(`    ${safe(text)}`, inside).trimEnd()),
	);
}

function statementRows({statement}: RunProgress, inside: number): string[] {
	if (!statement) return [];
	const {index, total, sql, at} = statement;
	const [first = '', second] = sqlRows(sql, inside);
	const count = paint('quiet', `    statement ${index} of ${total}${sinceText(at)}`);
	return [count, second === undefined ? first : fit(first, inside - 2) + glyphs.ellipsis];
}

/** Its own bar, if the rows could be counted, and what it does. */
function backfillRows({backfill}: RunProgress, inside: number): string[] {
	if (!backfill) return [];
	const {filled, total} = backfill;
	// Rows that were inserted meanwhile are filled as well.
	const bars = total ? [`    ${bar(Math.min(filled, total), total, inside - 4)}`] : [];
	const text = fit(`    ${safe(progressInWords(backfill))}`, inside).trimEnd();
	const isUsual = backfill.pace === 'normal' && backfill.waitingFor === undefined;
	return [...bars, isUsual ? text : paint('warning', text)];
}

/** Where there is no room, the label of the app is cut, not the migration's own name. */
function fittingId(migration: string, columns: number): string {
	const [label = '', ...rest] = migration.split('.');
	const name = `.${rest.join('.')}`;
	if (widthOf(migration) <= columns || rest.length === 0) return migration;
	return fit(label, Math.max(leastLabel, columns - widthOf(name))).trimEnd() + name;
}

function stepRow(
	migration: string,
	{state, since, milliseconds, faked}: Step,
	width: number,
): string {
	const name = fit(fittingId(safe(migration), width), width);
	switch (state) {
		case 'done': {
			const word = paint('success', faked ? 'FAKED' : 'OK');
			return `${paint('success', glyphs.applied)} ${name}  ${word}  ${paint('quiet', duration(milliseconds ?? 0))}`;
		}
		case 'failed':
			return `${paint('error', glyphs.failed)} ${name}  ${paint('error', 'FAILED')}`;
		case 'running': {
			const word = `running${sinceText(since)}`;
			return `${paint('warning', glyphs.running)} ${paint('strong', name)}  ${paint('warning', word)}`;
		}
		default:
			return paint('quiet', `${glyphs.unapplied} ${name}`);
	}
}

/** A start time needs no ticking clock. */
function sinceText(at: string | undefined): string {
	return at ? ` since ${shortTime(at)}` : '';
}

/** `[██████░░░░]  66%` */
function bar(done: number, total: number, columns: number): string {
	const width = Math.max(4, Math.min(60, columns - 8));
	const full = total === 0 ? 0 : Math.floor((done / total) * width);
	const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
	const [filled, empty] = [glyphs.done.repeat(full), glyphs.todo.repeat(width - full)];
	return `[${paint('applied', filled)}${paint('quiet', empty)}] ${String(percent).padStart(3)}%`;
}
