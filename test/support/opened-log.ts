import {actions} from '../../source/dashboard/actions/list.ts';
import type {Size} from '../../source/dashboard/drawing/layout.ts';
import {chooseLook} from '../../source/dashboard/drawing/theme.ts';
import {nameKeys} from '../../source/dashboard/input/key-names.ts';
import {LogStore} from '../../source/dashboard/log/file/log-store.ts';
import {LogPane} from '../../source/dashboard/log/log-pane.ts';
import {freshView, nothingDrawn} from '../../source/dashboard/state/state.ts';
import {Store} from '../../source/dashboard/state/store.ts';
import {drawLog} from './drawn-panes.tsx';

/** The pane of a log, drawn without colours; what is drawn counts as seen. */
export function paneOf(store: LogStore) {
	chooseLook({colour: false, unicode: true});
	nameKeys(actions);
	const view = new Store(freshView());
	const drawn = nothingDrawn();
	const pane = new LogPane(store, view, drawn);
	const draw = (size: Size, borderless = true) => {
		const drawing = drawLog(store, view.snapshot(), {...size, borderless}, pane.times);
		drawn.log = drawing.viewport;
		return drawing.rows.map(row => row.trimEnd());
	};
	return {view, draw, pane, log: () => view.snapshot().log};
}

/** A log with its pane, drawn without borders. */
export function openLog(lines: string[], columns = 60) {
	const store = new LogStore(0);
	store.push(lines);
	const {draw: drawAt, ...opened} = paneOf(store);
	const draw = (rows = 5) => drawAt({columns, rows});
	draw();
	return {...opened, store, draw};
}

export const numbered = (count: number) =>
	Array.from({length: count}, (_, index) => `line ${index}`);
