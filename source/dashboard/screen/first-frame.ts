import {type Border, bordered, framed, rulesOf} from '../drawing/border.ts';
import {clip, fit} from '../drawing/cells.ts';
import {type PaneName, paneNames, paneTitles, type Rectangle} from '../drawing/layout.ts';
import {activityText} from '../panes/activity-text.ts';
import {requestsInShort} from '../panes/graph-rows.ts';
import {logText} from '../panes/log-text.ts';
import {migrationsText} from '../panes/migrations-text.ts';
import {oneLine} from '../panes/server-text.ts';
import type {Dashboard} from './dashboard.ts';
import {footerRows, headerRows, tooSmall} from './edge-rows.ts';

/**
 * The window as rows, drawn before Ink is loaded. What takes Ink to draw is left out: dialogs, and the server
 * where it has more than one row.
 */
export function firstFrame(dashboard: Dashboard): string[] {
	const {layout} = dashboard;
	const {columns, rows, kind} = layout;
	if (kind === 'line') return tooSmall(dashboard);
	const screen = Array.from({length: rows}, () => '');
	const put = ({left, top}: Rectangle, texts: string[]) => {
		for (const [index, text] of texts.entries())
			screen[top + index] = fit(screen[top + index] ?? '', left) + text;
	};
	put(layout.header, headerRows(dashboard));
	for (const name of paneNames) {
		const place = layout.panes[name];
		if (place) put(place, paneRows(dashboard, name, place));
	}
	if (layout.detail) put(layout.detail, framed([], layout.detail, {title: '', focused: false}));
	put(layout.footer, footerRows(dashboard));
	return screen.map(row => clip(row, columns));
}

function paneRows(
	{session, logPane, graphs, layout}: Dashboard,
	name: PaneName,
	place: Rectangle,
): string[] {
	const {borderless, hasGraphs} = layout;
	const size = {...place, borderless, hasGraphs};
	const view = session.view.snapshot();
	switch (name) {
		case 'migrations': {
			const {rows, border} = migrationsText(session.status.snapshot(), view, size);
			return bordered(rows, size, border);
		}
		case 'activity': {
			const {rows, border} = activityText(session.activities.all, view, size);
			return bordered(rows, size, border);
		}
		case 'log': {
			const {rows, border} = logText(logPane.store, view, size);
			const {upper, lower} = rulesOf(place.columns, border);
			return layout.borderless ? rows : [upper, ...rows, lower];
		}
		default: {
			const border: Border = {title: paneTitles.server, focused: view.focus === 'server'};
			const {server} = session.project ?? {server: {state: 'stopped'}};
			if (place.rows > 1) return bordered([], size, border);
			return [oneLine(server, view, place.columns, requestsInShort(graphs.requests))];
		}
	}
}
