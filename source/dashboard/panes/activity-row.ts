import {duration} from '../../words/duration.ts';
import {spread, widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {listTime} from '../drawing/times.ts';
import {marked} from '../log/search/marked.ts';
import type {Activity} from '../state/activity-list.ts';

/** From so many columns on, a day has its year, and a command line may have the program's name. */
const wide = 70;
/** In fewer columns, the result comes before who it was. */
const narrow = 50;
/** So many columns of a result say something. */
const leastResult = 12;
/** So many columns of a command line that is cut. */
const leastLine = 16;
const gap = '  ';

interface Look {
	/** The width of the times, so that they are aligned. */
	timeWidth?: number;
	/** Its matches are marked. */
	search?: string;
	isCurrent?: boolean;
	/** The command line has the program's name where there is room. */
	hasProgram?: boolean;
}

/**
 * When, how it ended, command line and summary; at the right how long it took, and who ran it where. The
 * summary is cut first, then the command line.
 */
export function activityRow(activity: Activity, columns: number, look: Look = {}): string {
	const {timeWidth = 0, search = '', isCurrent = false, hasProgram = false} = look;
	const painted = (text: string) => (search === '' ? text : marked(text, search, isCurrent));
	const time = timeOf(activity, columns).padStart(timeWidth);
	const before = `${paint(activity.end ? 'quiet' : 'warning', time)} ${markOf(activity)} `;
	const lines = linesOf(activity, hasProgram && columns >= wide).map(painted);
	const result = painted(resultOf(activity));
	const room = columns - widthOf(before);
	const {line, ending} = chosen(lines, result, endingsOf(activity), room, columns < narrow);
	const isSeen = result !== '' && widthOf(line) + 6 < room - widthOf(ending);
	return before + spread(isSeen ? line + gap + result : line, ending, room);
}

export function timeOf({since}: Activity, columns: number): string {
	return listTime(since, columns >= wide);
}

function chosen(
	lines: string[],
	result: string,
	endings: string[],
	room: number,
	isNarrow: boolean,
): {line: string; ending: string} {
	const named = isNarrow ? endings : endings.slice(0, 2);
	const pairs = lines.flatMap(line => named.map(ending => ({line, ending})));
	const fits = (least: number) =>
		pairs.find(({line, ending}) => widthOf(line) + widthOf(ending) + least <= room);
	const least = result === '' ? 0 : gap.length + Math.min(widthOf(result), leastResult);
	return fits(least) ?? fits(0) ?? {line: lines.at(-1)!, ending: endingBehindCut(endings, room)};
}

function endingBehindCut(endings: string[], room: number): string {
	return endings.slice(1).find(text => widthOf(text) + leastLine <= room) ?? '';
}

function markOf({end}: Activity): string {
	if (!end) return paint('warning', glyphs.running);
	return end.exitCode === 0 ? paint('applied', glyphs.applied) : paint('error', glyphs.failed);
}

/** The longest first. */
function linesOf({command, end}: Activity, hasProgram: boolean): string[] {
	const line = safe(command);
	const lines = hasProgram ? [`quarterdeck ${line}`, line] : [line];
	return lines.map(text => paint(end ? 'strong' : 'warning', text));
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
	return [...who, ...(end ? [took] : []), ''].map(text => text && gap + paint('quiet', text));
}
