import {footerKeys} from '../actions/footer-keys.ts';
import {clip, wrap} from '../drawing/cells.ts';
import {paint} from '../drawing/theme.ts';
import {activityModes, lastActivity} from '../panes/activity-text.ts';
import {drawFooter} from '../panes/footer.ts';
import {drawHeader} from '../panes/header.ts';
import {drawPaneRow} from '../panes/pane-row.ts';
import type {Dashboard} from './dashboard.ts';

export function headerRows(dashboard: Dashboard): string[] {
	const {layout, session} = dashboard;
	const rows = drawHeader(session.status.snapshot(), session.viewer, layout);
	return layout.borderless ? [...rows, paneTitleRow(dashboard)] : rows;
}

/** Which pane it is, where panes have no border. */
export function paneTitleRow({layout, session, logPane}: Dashboard): string {
	const {store, unseenErrors} = logPane;
	const view = session.view.snapshot();
	const modes = activityModes(session.activities.all, view);
	return drawPaneRow(layout, view, store, unseenErrors.existIn(store), modes);
}

export function footerRows(dashboard: Dashboard): string[] {
	const {layout, session} = dashboard;
	const news = lastActivity(session.activities.all, layout.columns);
	return drawFooter(footerKeys(dashboard), session.view.snapshot().toast, news, layout);
}

/** All there is in a window that is too small for panes. */
export function tooSmall({layout: {columns, rows}, session}: Dashboard): string[] {
	const text = `q quits. Quarterdeck needs 30x8, this window has ${columns}x${rows}.`;
	const where = session.isProduction ? [paint('production', clip(' PRODUCTION ', columns))] : [];
	return [...where, ...wrap(text, columns)].slice(0, rows);
}
