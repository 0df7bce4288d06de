import {
	isUp,
	type Problem,
	type ServerState,
	type ServerStatus,
} from '../../runs/project-status.ts';
import {stateUnreadable} from '../../runs/unreadable-state.ts';
import type {Meaning} from '../../terminal/colours.ts';
import {plural} from '../../words/plural.ts';
import {spread, widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {paneTitles} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {shortTime} from '../drawing/times.ts';
import {keyOf} from '../input/key-names.ts';
import type {ViewState} from '../state/state.ts';

export const meanings: Record<ServerState, Meaning> = {
	stopped: 'quiet',
	starting: 'warning',
	running: 'applied',
	reloading: 'warning',
	crashed: 'error',
	stopping: 'warning',
	unresponsive: 'error',
	unknown: 'warning',
};

export function stateText({state}: ServerStatus): string {
	const marks = {stopped: glyphs.stopped, crashed: glyphs.failed, unknown: '?'};
	const mark = marks[state as keyof typeof marks] ?? glyphs.running;
	return paint(meanings[state], `${mark} ${state}`);
}

/** `● running   http://127.0.0.1:8000/` */
export function whereItRuns(server: ServerStatus): string {
	return [stateText(server), paint('strong', safe(server.url ?? ''))].join('   ');
}

export function keysOf(server: ServerStatus, {readOnly}: Pick<ViewState, 'readOnly'>): string {
	if (readOnly || server.state === 'unknown') return '';
	if (server.state === 'stopped') return keyHint(keyOf('server'), 'start');
	return `${keyHint(keyOf('server'), 'stop')}  ${keyHint(keyOf('restart'), 'restart')}`;
}

/** `pid 4711`, `since 10:02:11`, `by ann` */
export function factsOf({pid, since, operator, restarts}: ServerStatus): string[] {
	return [
		...(pid === undefined ? [] : [`pid ${pid}`]),
		...(since ? [`since ${shortTime(since)}`] : []),
		...(operator ? [`by ${safe(operator)}`] : []),
		...(restarts ? [plural(restarts, 'restart')] : []),
	];
}

/** What an operator may want to know next. */
export function next(server: ServerStatus, problems: Problem[]): string[] {
	if (server.state === 'unknown') {
		const {hint} = problems.find(({code}) => code === stateUnreadable) ?? {};
		return hint ? [safe(hint)] : [];
	}
	if (server.state === 'crashed') return ['It shows the error until it is fixed.'];
	if (isUp(server)) return [`It keeps running when you leave with ${keyOf('leave')}.`];
	return [`quarterdeck runserver${server.address ? ` ${safe(server.address)}` : ''}`];
}

/** The rows of text that a server has to show beside the log. */
export function rowsOfServer(server: ServerStatus = {state: 'stopped'}): number {
	if (alarms(server).length > 0) return 6;
	return server.state === 'stopped' ? 1 : 3;
}

/**
 * On one row, in a low window; the least important facts are left out.
 * @param requests in the longest and in shorter forms
 */
export function oneLine(
	server: ServerStatus,
	view: Pick<ViewState, 'readOnly'>,
	columns: number,
	requests: string[] = [],
): string {
	const {url, pid, since} = server;
	const keys = ` ${keysOf(server, view)} `;
	const facts = [
		...alarms(server).map(text => paint('error', text.split('\n')[0]!)),
		...(url ? [safe(url)] : []),
	];
	const others = [
		requests,
		pid === undefined ? [] : [`pid ${pid}`],
		since ? [`since ${shortTime(since)}`] : [],
	].filter(forms => forms.length > 0);
	const start = ` ${paneTitles.server}  ${stateText(server)}`;
	const [first, ...more] = [...facts.map(text => [text]), ...others];
	const row = [start, ...(first?.slice(0, 1) ?? [])].join('  ');
	return spread(withRoom(row, more, columns - widthOf(keys)), keys, columns);
}

/** Adds what fits, each in its longest form that does, up to the first that has none. */
function withRoom(row: string, facts: string[][], room: number): string {
	for (const forms of facts) {
		const fitting = forms.map(text => `${row}  ${text}`).find(text => widthOf(text) <= room);
		if (fitting === undefined) return row;
		row = fitting;
	}
	return row;
}

export function alarms({reason, logFailure}: ServerStatus): string[] {
	return [reason, logFailure].filter(text => text !== undefined).map(safe);
}
