import type {HistoryEntry} from '../../runs/journal.ts';
import type {RunStatus} from '../../runs/project-status.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import type {Size} from '../layout.ts';
import type {ActivityState, ViewState} from '../state.ts';
import {glyphs, paint} from '../theme.ts';
import {duration, shortTime} from '../times.ts';
import {framed, unframed} from './frame.ts';

/** What was done and what goes on, the newest first, each as the command line that does the same. */
export function drawActivity(
	{history}: ActivityState,
	runs: RunStatus[],
	view: ViewState,
	size: Size,
	borderless: boolean,
): string[] {
	const height = borderless ? size.rows : size.rows - 2;
	const live = runs.map(runText).reverse();
	const done = history.map(entryText).reverse();
	const rows = [...live, ...done].slice(view.activityUp, view.activityUp + height);
	if (rows.length === 0) {
		rows.push(paint('quiet', 'Nothing yet. What you do here is listed as its command line.'));
	}
	if (borderless) return unframed(rows, size);
	return framed(rows, size, {
		title: '4 Activity',
		right: runs.length > 0 ? paint('warning', `${runs.length} running`) : undefined,
		bottom: view.activityUp > 0 ? `${view.activityUp} newer above` : undefined,
		focused: view.focus === 'activity',
	});
}

/** The newest of it on one row, or nothing. */
export function lastActivity({history}: ActivityState, runs: RunStatus[]): string {
	const run = runs.at(-1);
	if (run) return ` ${runText(run)}`;
	const entry = history.at(-1);
	return entry ? ` ${entryText(entry)}` : '';
}

function runText({since, command, operator}: RunStatus): string {
	const line = `${shortTime(since)} ${glyphs.running} ${commandText(command)}`;
	return `${paint('warning', line)}  ${paint('quiet', `running, by ${safe(operator)}`)}`;
}

function entryText({at, command, operator, exitCode, milliseconds, summary}: HistoryEntry): string {
	const mark = exitCode === 0 ? paint('applied', glyphs.applied) : paint('alarm', glyphs.failed);
	const result = exitCode === 0 ? safe(summary) : paint('alarm', safe(summary));
	const rest = [result, paint('quiet', `${duration(milliseconds)} ${safe(operator)}`)];
	return `${paint('quiet', shortTime(at))} ${mark} ${paint('strong', commandText(command))}  ${rest.filter(Boolean).join('  ')}`;
}

function commandText(command: string): string {
	return `quarterdeck ${safe(command)}`;
}

function safe(text: string): string {
	return sanitise(text, {colour: false});
}
