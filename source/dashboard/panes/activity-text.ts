import {plural} from '../../words/plural.ts';
import {withCommas} from '../../words/with-commas.ts';
import {insideOf, type PaneText, scrolledTo} from '../drawing/border.ts';
import {fit} from '../drawing/cells.ts';
import {type PaneSize, paneTitles, type Size} from '../drawing/layout.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import {type Activity, indexOfSelected, matchCount, shownOf} from '../state/activity-list.ts';
import type {ViewState} from '../state/state.ts';
import {activityRow, timeOf} from './activity-row.ts';

type View = Pick<ViewState, 'focus' | 'activity' | 'selectedRun' | 'unreadable'>;

/**
 * Each entry as a command line.
 * @param before the first visible row until now @param total how many there are with those that are too old
 */
export function activityText(
	all: Activity[],
	view: View,
	size: PaneSize,
	before = 0,
	total = all.length,
): PaneText & {top: number} {
	const shown = shownOf(all, view.activity);
	const {rows, top} = rowsOf(shown, view, insideOf(size), before);
	if (rows.length === 0) rows.push(paint('quiet', whyEmpty(all, view)));
	const count = all.length > 0 ? countOf(shown, all, total) : '';
	const border = {
		title: paneTitles.activity,
		right: activityModes(all, view),
		bottom: [...(top > 0 ? [`${top} newer above`] : []), count].join('  '),
		focused: view.focus === 'activity',
	};
	return {rows, border, top};
}

/** `1 running  failed only  /user match 1/2` */
export function activityModes(all: Activity[], view: View): string {
	const {search, onlyFailed} = view.activity;
	const running = all.filter(({end}) => !end).length;
	return [
		...(running > 0 ? [`${running} running`] : []),
		...(onlyFailed ? ['failed only'] : []),
		...(search === '' ? [] : [`/${search} ${matchCount(shownOf(all, view.activity), view)}`]),
	]
		.map(text => paint('warning', text))
		.join('  ');
}

/** `44 runs`, `8 of 44 runs`, `500 of 1,000 runs`, `8 of the last 500 runs` */
function countOf(shown: Activity[], all: Activity[], total: number): string {
	const [some, known, every] = [shown.length, all.length, total].map(withCommas);
	if (shown.length < all.length)
		return `${some} of ${total > all.length ? `the last ${known}` : known} runs`;
	return total > all.length ? `${known} of ${every} runs` : plural(all.length, 'run');
}

function whyEmpty(all: Activity[], view: View): string {
	if (all.length > 0) return `No run has failed. ${keyOf('failed-only')} shows all.`;
	return view.unreadable ?? 'Nothing yet. Every action is listed here as a command line.';
}

function rowsOf(
	shown: Activity[],
	view: View,
	{columns, rows: visible}: Size,
	before: number,
): {rows: string[]; top: number} {
	const index = indexOfSelected(shown, view);
	const top = scrolledTo(index, before, visible, shown.length);
	const seen = shown.slice(top, top + visible);
	const timeWidth = Math.max(...seen.map(activity => timeOf(activity, columns - 1).length));
	const {search} = view.activity;
	const rows = seen.map((activity, offset) => {
		const isCurrent = view.focus === 'activity' && top + offset === index;
		const text = activityRow(activity, columns - 1, {timeWidth, search, isCurrent});
		return isCurrent ? paintSelected(fit(glyphs.selected + text, columns)) : ` ${text}`;
	});
	return {rows, top};
}

export function lastActivity([newest]: Activity[], columns: number): string {
	return newest ? ` ${activityRow(newest, columns - 1, {hasProgram: true})}` : '';
}
