import {stateUnreadable} from '../../runs/unreadable-state.ts';
import {footerKeys} from '../actions/footer-keys.ts';
import {clip, fit, wrap} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import type {PaneName, Rectangle} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {drawActivity, lastActivity} from '../panes/activity.ts';
import {drawFooter} from '../panes/footer.ts';
import {drawHeader} from '../panes/header.ts';
import {drawLog} from '../panes/log.ts';
import {drawMigrations} from '../panes/migrations.ts';
import {drawPaneRow} from '../panes/pane-row.ts';
import {drawServer} from '../panes/server.ts';
import type {Session} from '../state/session.ts';
import type {Drawing} from '../state/state.ts';
import type {Dashboard} from './dashboard.ts';

type RegionName = PaneName | 'header' | 'footer';

export interface Region {
	name: RegionName;
	place: Rectangle;
}

/** Regions without a row are left out. */
export function regionsOf({layout}: Dashboard): Region[] {
	const panes = Object.entries(layout.panes) as [PaneName, Rectangle][];
	const all: Region[] = [
		{name: 'header', place: layout.header},
		...panes.map(([name, place]) => ({name, place})),
		{name: 'footer', place: layout.footer},
	];
	return all.filter(({place}) => place.rows > 0);
}

export function drawRegion(dashboard: Dashboard, {name, place}: Region): Drawing {
	const {layout, session, logPane} = dashboard;
	const {drawn} = session;
	const status = session.status.snapshot();
	const view = {...session.view.snapshot(), unreadable: whyUnreadable(session)};
	const size = {...place, borderless: layout.borderless};
	switch (name) {
		case 'header': {
			const rows = drawHeader(status, session.viewer, layout);
			if (!layout.borderless) return {rows};
			const unseen = logPane.unseenErrors.exist;
			return {rows: [...rows, drawPaneRow(layout, view, logPane.store, unseen)]};
		}
		case 'migrations':
			return drawMigrations(status, view, size, drawn.migrationsTop);
		case 'server':
			return {rows: drawServer(status, view, size)};
		case 'log':
			return drawLog(logPane.store, view, size, logPane.times);
		case 'activity':
			return drawActivity(session.activities.all, view, size, drawn.activityTop);
		case 'footer': {
			const news = lastActivity(session.activities.all, place.columns);
			return {rows: drawFooter(footerKeys(dashboard), view.toast, news, layout)};
		}
	}
}

/** Why panes that show files of the state folder are empty. */
function whyUnreadable({problems}: Session): string | undefined {
	const problem = problems.find(({code}) => code === stateUnreadable);
	return problem && safe(problem.message);
}

/** The whole window as rows, without dialogs: the first frame, before Ink is loaded. */
export function drawScreen(dashboard: Dashboard): string[] {
	const {columns, rows, kind} = dashboard.layout;
	if (kind === 'line') return tooSmall(dashboard);
	const screen = Array.from({length: rows}, () => '');
	const regions = regionsOf(dashboard).sort((one, other) => one.place.left - other.place.left);
	for (const region of regions) {
		const {left, top} = region.place;
		drawRegion(dashboard, region).rows.forEach((text, index) => {
			screen[top + index] = fit(screen[top + index] ?? '', left) + text;
		});
	}
	return screen.map(row => clip(row, columns));
}

export function tooSmall({layout: {columns, rows}, session}: Dashboard): string[] {
	const text = `q quits. Quarterdeck needs 30x8, this window has ${columns}x${rows}.`;
	const where = session.isProduction ? [paint('production', clip(' PRODUCTION ', columns))] : [];
	return [...where, ...wrap(text, columns)].slice(0, rows);
}
