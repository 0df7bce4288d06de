import type {RunStatus} from '../../runs/project-status.ts';
import {framed, scrolledTo, unframed} from '../drawing/border.ts';
import {fit} from '../drawing/cells.ts';
import {paneTitles, type Size} from '../drawing/layout.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import {type Activity, activitiesOf} from '../state/activity-list.ts';
import {selectedIndex} from '../state/selected-index.ts';
import type {Drawing, HistoryState, ViewState} from '../state/state.ts';
import {activityRow} from './activity-row.ts';

/** What was done and what goes on, the newest first, each as the command line that does the same. @param before the first row until now */
export function drawActivity(
	{history}: HistoryState,
	runs: RunStatus[],
	view: ViewState,
	size: Size,
	borderless: boolean,
	before = 0,
): Drawing {
	const inside = borderless ? size : {columns: size.columns - 4, rows: size.rows - 2};
	const {rows, top} = rowsOf(activitiesOf(runs, history), view, inside, before);
	const drawn = {activityTop: top};
	if (rows.length === 0) {
		const none = 'Nothing yet. Every action is listed here as a command line.';
		rows.push(paint('quiet', view.unreadable ?? none));
	}
	if (borderless) return {rows: unframed(rows, size), drawn};
	const border = {
		title: paneTitles.activity,
		right: runs.length > 0 ? paint('warning', `${runs.length} running`) : undefined,
		bottom: top > 0 ? `${top} newer above` : undefined,
		focused: view.focus === 'activity',
	};
	return {rows: framed(rows, size, border), drawn};
}

/** Those that fit, the selected one among them. */
function rowsOf(
	all: Activity[],
	{focus, selectedRun}: ViewState,
	{columns, rows: visible}: Size,
	before: number,
): {rows: string[]; top: number} {
	const index = selectedIndex(all, ({run}) => run === selectedRun);
	const top = scrolledTo(index, before, visible, all.length);
	const rows = all.slice(top, top + visible).map((activity, offset) => {
		const text = activityRow(activity, columns - 1);
		if (focus !== 'activity' || top + offset !== index) return ` ${text}`;
		return paintSelected(fit(glyphs.selected + text, columns));
	});
	return {rows, top};
}

/** The newest of it on one row, or nothing. */
export function lastActivity({history}: HistoryState, runs: RunStatus[], columns: number): string {
	const [newest] = activitiesOf(runs, history);
	return newest ? ` ${activityRow(newest, columns - 1)}` : '';
}
