import {duration} from '../../words/duration.ts';
import {insideOf, type PaneText, scrolledTo} from '../drawing/border.ts';
import {fit, spread, widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {type PaneSize, paneTitles, type Size} from '../drawing/layout.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import {shortTime} from '../drawing/times.ts';
import type {Activity} from '../state/activity-list.ts';
import type {ViewState} from '../state/state.ts';

/** Each entry as a command line. @param before the first visible row until now */
export function activityText(
	all: Activity[],
	view: ViewState,
	size: PaneSize,
	before = 0,
): PaneText & {top: number} {
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
	return {rows, border, top};
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

/** From so many columns on, a command line has the program's name. */
const wide = 70;
/** So many columns of a run's summary matter more than who started it. */
const worthReading = 12;

/**
 * When, how it ended, command line and summary; at the right how long it took, and who ran it where. The
 * command line is cut last.
 */
export function activityRow(activity: Activity, columns: number): string {
	const head = headOf(activity, columns >= wide);
	const result = resultOf(activity);
	const endings = endingsOf(activity);
	const room = (ending: string) => columns - widthOf(ending && `  ${ending}`);
	const fits = (least: number) =>
		endings.find(text => widthOf(head) + widthOf(result && '  ') + least <= room(text));
	const ending =
		fits(Math.min(widthOf(result), worthReading)) ??
		endings.find(text => widthOf(head) <= room(text)) ??
		'';
	const isSeen = result !== '' && widthOf(head) + 6 < room(ending);
	return spread(isSeen ? `${head}  ${result}` : head, ending && `  ${ending}`, columns);
}

function headOf({since, command, end}: Activity, isWide: boolean): string {
	const line = `${isWide ? 'quarterdeck ' : ''}${safe(command)}`;
	if (!end) return paint('warning', `${shortTime(since)} ${glyphs.running} ${line}`);
	const mark =
		end.exitCode === 0 ? paint('applied', glyphs.applied) : paint('error', glyphs.failed);
	return `${paint('quiet', shortTime(since))} ${mark} ${paint('strong', line)}`;
}

function resultOf({end}: Activity): string {
	if (!end) return paint('warning', 'running');
	const text = safe(end.summary);
	return end.exitCode === 0 ? text : paint('error', text);
}

/** The longest first; the last is empty. */
function endingsOf({operator, host, end}: Activity): string[] {
	const took = end ? duration(end.milliseconds) : 'by';
	const who = [`${operator}@${host}`, operator].map(name => `${took} ${safe(name)}`);
	return [...who, ...(end ? [took] : []), ''].map(text => paint('quiet', text));
}
