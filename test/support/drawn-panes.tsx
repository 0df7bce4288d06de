import {Box, renderToString} from 'ink';
import {bordered, rulesOf} from '../../source/dashboard/drawing/border.ts';
import type {PaneSize} from '../../source/dashboard/drawing/layout.ts';
import {ServerGraphs} from '../../source/dashboard/graphs/server-graphs.ts';
import type {LogStore} from '../../source/dashboard/log/file/log-store.ts';
import type {LineTimes} from '../../source/dashboard/log/lines/line-times.ts';
import {activityText} from '../../source/dashboard/panes/activity-text.ts';
import {logText} from '../../source/dashboard/panes/log-text.ts';
import {migrationsText} from '../../source/dashboard/panes/migrations-text.ts';
import {ServerPane} from '../../source/dashboard/panes/server.tsx';
import type {Activity} from '../../source/dashboard/state/activity-list.ts';
import type {Session} from '../../source/dashboard/state/session.ts';
import type {StatusState, ViewState} from '../../source/dashboard/state/state.ts';

/** Panes with their borders, a row a string. */
export function drawMigrations(
	state: StatusState,
	view: ViewState,
	size: PaneSize,
	before = 0,
): string[] {
	const {rows, border} = migrationsText(state, view, size, before);
	return bordered(rows, size, border);
}

export function drawActivity(all: Activity[], view: ViewState, size: PaneSize, before = 0) {
	const {rows, border, top} = activityText(all, view, size, before);
	return {rows: bordered(rows, size, border), top};
}

export function drawLog(store: LogStore, view: ViewState, size: PaneSize, times?: LineTimes) {
	const {rows, border, viewport} = logText(store, view, size, times);
	const {upper, lower} = rulesOf(size.columns, border);
	return {rows: size.borderless ? rows : [upper, ...rows, lower], viewport};
}

export function drawServer(
	session: Session,
	size: PaneSize,
	graphs = new ServerGraphs(session.status, 0),
): string[] {
	const place = {...size, left: 0, top: 0};
	const frame = renderToString(
		<Box width={size.columns} height={size.rows}>
			<ServerPane session={session} place={place} graphs={graphs} />
		</Box>,
		{columns: size.columns},
	);
	return frame.split('\n');
}
