import {useEffect} from 'react';
import {duration} from '../../words/duration.ts';
import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import {useClock} from '../components/use-clock.ts';
import {insideOf} from '../drawing/border.ts';
import {widthOf} from '../drawing/cells.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {dayAndClock} from '../drawing/times.ts';
import {failureRows} from '../migrate/failure-rows.ts';
import type {RunProgress} from '../migrate/run/run-progress.ts';
import {barRows, runRows} from '../migrate/run/run-rows.ts';
import type {Activity} from '../state/activity-list.ts';
import {DetailFrame} from './detail-frame.tsx';
import type {RunJournals} from './run-journals.ts';

interface Props {
	journals: RunJournals;
	place: PanePlace;
	activity: Activity;
}

/** Who ran it and when, how it ended, and what it did or is doing. */
export function RunDetail({journals, place, activity}: Props) {
	const {columns, rows} = insideOf(place);
	const progress = useProgress(journals, activity);
	const head = headRows(activity, columns);
	const timeLeft = activity.end ? undefined : journals.timeLeft(activity.run);
	useClock(timeLeft === undefined ? undefined : 1000);
	const bar = activity.end || !progress ? [] : barRows(progress, columns, timeLeft);
	const room = rows - head.length - 1;
	const body = progress ? [...bar, ...bodyRows(progress, activity, columns, room)] : [];
	return (
		<DetailFrame place={place} title={activity.command} opens="open-activity">
			{body.length > 0 ? [...head, '', ...body] : head}
		</DetailFrame>
	);
}

function useProgress(journals: RunJournals, {run, end}: Activity): RunProgress | undefined {
	const isRunning = end === undefined;
	useStore(journals);
	useEffect(() => journals.want(run, isRunning), [journals, run, isRunning]);
	return journals.of(run);
}

function headRows(activity: Activity, inside: number): string[] {
	const {command, operator, host, since} = activity;
	return [
		// A long one is cut in the title.
		...(widthOf(command) < inside - 2 ? [] : paragraph(command, inside, 'strong')),
		...paragraph(`${dayAndClock(since)} by ${operator}@${host}`, inside, 'quiet'),
		...endRows(activity, inside),
	];
}

function endRows({end}: Activity, inside: number): string[] {
	if (!end) return [paint('warning', `${glyphs.running} running`)];
	const {exitCode, milliseconds, summary} = end;
	const took = duration(milliseconds);
	const said = summary === '' ? '' : `: ${summary}`;
	return exitCode === 0
		? paragraph(`${glyphs.applied} done in ${took}${said}`, inside, 'applied')
		: paragraph(
				`${glyphs.failed} exited with code ${exitCode} after ${took}${said}`,
				inside,
				'error',
			);
}

/** Its steps, then its failure; of what it said, the end. */
function bodyRows(progress: RunProgress, {end}: Activity, inside: number, room: number): string[] {
	const hasFailed = end !== undefined && end.exitCode !== 0;
	const {failed, error, unfinished} = progress;
	const steps = runRows(progress, inside).rows;
	const failure =
		hasFailed && (failed || error || unfinished) ? failureRows(progress, inside, '').rows : [];
	const rows = [...steps, ...(failure.length > 0 && steps.length > 0 ? [''] : []), ...failure];
	return progress.total === 0 && rows.length > room ? lastOf(rows, room) : rows;
}

function lastOf(rows: string[], room: number): string[] {
	const shown = Math.max(0, room - 1);
	const before = paint('quiet', `${glyphs.ellipsis} ${rows.length - shown} rows before these`);
	return [before, ...(shown === 0 ? [] : rows.slice(-shown))];
}
