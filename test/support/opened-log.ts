import {actions} from '../../source/dashboard/actions/list.ts';
import {chooseLook} from '../../source/dashboard/drawing/theme.ts';
import {nameKeys} from '../../source/dashboard/input/key-names.ts';
import {LogStore} from '../../source/dashboard/log/file/log-store.ts';
import {LogPane} from '../../source/dashboard/log/log-pane.ts';
import {drawLog} from '../../source/dashboard/panes/log.ts';
import {freshView} from '../../source/dashboard/state/state.ts';
import {Store} from '../../source/dashboard/state/store.ts';

/** A log with its pane, drawn without borders and without colours. */
export function openLog(lines: string[], columns = 60) {
	chooseLook({colour: false, unicode: true});
	nameKeys(actions);
	const store = new LogStore(0);
	const view = new Store(freshView());
	store.push(lines);
	const pane = new LogPane(store, view);
	const draw = (rows = 5) =>
		drawLog(pane.store, view.snapshot(), {columns, rows}, true, pane.times).map(row =>
			row.trimEnd(),
		);
	draw();
	return {store, view, draw, pane, log: () => view.snapshot().log};
}

export const numbered = (count: number) =>
	Array.from({length: count}, (_, index) => `line ${index}`);
