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
	/** What the rows were made of, besides the lines. */
	#from: unknown[] = [];

	constructor(dashboard: Dashboard, stage: OutputStage) {
		this.#dashboard = dashboard;
		this.#stage = stage;
		const {session, logPane} = dashboard;
		for (const store of [session.view, session.status]) {
			store.subscribe(() => this.#drawIfChanged());
		}
		logPane.store.subscribe(() => this.draw());
		dashboard.drawsLogAtOnce = true;
		stage.on('resize', () => this.draw());
		this.draw();
	}

	draw(): void {
		this.#from = this.#sources;
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

	/** Most keys and most news of the project change nothing of the log. */
	#drawIfChanged(): void {
		const sources = this.#sources;
		if (sources.some((source, index) => source !== this.#from[index])) this.draw();
	}

	get #sources(): unknown[] {
		const {session, layout} = this.#dashboard;
		const {log, focus, dialogs, readOnly, unreadable} = session.readableView;
		const {top, columns, rows} = layout.panes.log ?? {};
		const isCovered = dialogs.length > 0;
		return [log, focus, isCovered, readOnly, unreadable, top, columns, rows, layout.borderless];
	}
}
