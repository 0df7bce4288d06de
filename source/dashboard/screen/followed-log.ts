import type {OutputStage} from '../output/output-stage.ts';
import {logRows} from '../panes/log-text.ts';
import type {Dashboard} from './dashboard.ts';

/**
 * Sends the lines of the log to the terminal past Ink, in the region that the log's pane leaves free: a frame of
 * Ink costs as much as the whole screen. While a dialog may lie over the log, Ink draws the lines.
 */
export class FollowedLog {
	readonly #dashboard: Dashboard;
	readonly #stage: OutputStage;

	constructor(dashboard: Dashboard, stage: OutputStage) {
		this.#dashboard = dashboard;
		this.#stage = stage;
		const {session, logPane} = dashboard;
		for (const store of [session.view, session.status, logPane.store]) {
			store.subscribe(() => this.draw());
		}
		dashboard.drawsLogAtOnce = true;
		stage.on('resize', () => this.draw());
		this.draw();
	}

	draw(): void {
		const {session, logPane, layout} = this.#dashboard;
		const place = layout.panes.log;
		if (!place || session.view.snapshot().dialogs.length > 0) {
			this.#stage.cover(undefined);
			return;
		}
		const {times, store} = logPane;
		const size = {...place, borderless: layout.borderless};
		const {rows, viewport} = logRows(store, session.readableView, size, times);
		logPane.saw(viewport);
		this.#stage.cover({top: layout.borderless ? place.top : place.top + 1, rows});
	}
}
