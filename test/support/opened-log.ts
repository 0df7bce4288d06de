import {actions} from '../../source/dashboard/actions.ts';
import {nameKeys} from '../../source/dashboard/key-names.ts';
import {LogPane} from '../../source/dashboard/log/log-pane.ts';
import {LogStore} from '../../source/dashboard/log/log-store.ts';
import {drawLog} from '../../source/dashboard/panes/log.ts';
import {freshView} from '../../source/dashboard/state.ts';
import {Store} from '../../source/dashboard/store.ts';
import {chooseLook} from '../../source/dashboard/theme.ts';

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
