import {bordered, insideOf, scrolledTo} from '../drawing/border.ts';
import {fit} from '../drawing/cells.ts';
import {type PaneSize, paneTitles, type Size} from '../drawing/layout.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import type {Activity} from '../state/activity-list.ts';
import type {Drawing, ViewState} from '../state/state.ts';
import {activityRow} from './activity-row.ts';

/** Each entry as a command line. @param before the first visible row until now */
export function drawActivity(
	all: Activity[],
	view: ViewState,
	size: PaneSize,
	before = 0,
): Drawing {
	const {rows, top} = rowsOf(all, view, insideOf(size), before);
	if (rows.length === 0) {
		const none = 'Nothing yet. Every action is listed here as a command line.';
		rows.push(paint('quiet', view.unreadable ?? none));
	}
	const running = all.filter(({end}) => !end).length;
	const border = {
		title: paneTitles.activity,
		right: running > 0 ? paint('warning', `${running} running`) : undefined,
		bottom: top > 0 ? `${top} newer above` : undefined,
		focused: view.focus === 'activity',
	};
	return {rows: bordered(rows, size, border), drawn: {activityTop: top}};
}

function rowsOf(
	all: Activity[],
	{focus, selectedRun}: ViewState,
	{columns, rows: visible}: Size,
	before: number,
): {rows: string[]; top: number} {
	const found = all.findIndex(({run}) => run === selectedRun);
	const index = Math.max(0, found);
	const top = scrolledTo(index, before, visible, all.length);
	const rows = all.slice(top, top + visible).map((activity, offset) => {
		const text = activityRow(activity, columns - 1);
		if (focus !== 'activity' || top + offset !== index) return ` ${text}`;
		return paintSelected(fit(glyphs.selected + text, columns));
	});
	return {rows, top};
}

export function lastActivity([newest]: Activity[], columns: number): string {
	return newest ? ` ${activityRow(newest, columns - 1)}` : '';
}
