import type {RunStatus} from '../../runs/project-status.ts';
import {framed, scrolledTo, unframed} from '../drawing/border.ts';
import {fit} from '../drawing/cells.ts';
import {paneTitles, type Size} from '../drawing/layout.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import {type Activity, activitiesOf} from '../state/activity-list.ts';
import {selectedIndex} from '../state/selected-index.ts';
import type {HistoryState, ViewState} from '../state/state.ts';
import {activityRow} from './activity-row.ts';

/** What was done and what goes on, the newest first, each as the command line that does the same. */
export function drawActivity(
	{history}: HistoryState,
	runs: RunStatus[],
	view: ViewState,
	size: Size,
	borderless: boolean,
): string[] {
	const inside = borderless ? size : {columns: size.columns - 4, rows: size.rows - 2};
	const rows = rowsOf(activitiesOf(runs, history), view, inside);
	if (rows.length === 0) {
		const none = 'Nothing yet. What you do here is listed as its command line.';
		rows.push(paint('quiet', view.unreadable ?? none));
	}
	if (borderless) return unframed(rows, size);
	const {top} = view.activity;
	return framed(rows, size, {
		title: paneTitles.activity,
		right: runs.length > 0 ? paint('warning', `${runs.length} running`) : undefined,
		bottom: top.row > 0 ? `${top.row} newer above` : undefined,
		focused: view.focus === 'activity',
	});
}

/** Those that fit, the selected one among them. */
function rowsOf(all: Activity[], view: ViewState, {columns, rows}: Size): string[] {
	const {selected, top} = view.activity;
	const index = selectedIndex(all, ({run}) => run === selected);
	top.row = scrolledTo(index, top.row, rows, all.length);
	return all.slice(top.row, top.row + rows).map((activity, offset) => {
		const text = activityRow(activity, columns - 1);
		if (view.focus !== 'activity' || top.row + offset !== index) return ` ${text}`;
		return paintSelected(fit(glyphs.selected + text, columns));
	});
}

/** The newest of it on one row, or nothing. */
export function lastActivity({history}: HistoryState, runs: RunStatus[], columns: number): string {
	const [newest] = activitiesOf(runs, history);
	return newest ? ` ${activityRow(newest, columns - 1)}` : '';
}
