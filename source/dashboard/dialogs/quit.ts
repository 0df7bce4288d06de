import type {Dashboard} from '../dashboard.ts';
import {safe} from '../foreign-text.ts';
import type {Key} from '../keys.ts';
import type {Size} from '../layout.ts';
import {isUp} from '../panes/server.ts';
import {glyphs, paint} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';

/** What becomes of the things that run. Staying is the default. */
export class QuitDialog extends Dialog {
	readonly #dashboard: Dashboard;
	#stopping = false;

	constructor(dashboard: Dashboard) {
		super();
		this.#dashboard = dashboard;
	}

	draw({columns}: Size): Picture {
		const {status} = this.#dashboard.status.snapshot();
		const server = status?.server;
		const runs = this.#dashboard.activities.running;
		const up = server !== undefined && isUp(server);
		const rows = [
			...(up
				? [`The server is ${server.state}${server.url ? ` at ${safe(server.url)}` : ''}.`]
				: []),
			...runs.map(({command}) => `quarterdeck ${safe(command)} is running.`),
			...(this.#dashboard.runs.size > 0 && runs.length === 0 ? ['A run goes on.'] : []),
			'',
			...(this.#stopping
				? [`Stopping ${glyphs.ellipsis}`]
				: [
						...(up && !this.#dashboard.readOnly
							? [`${paint('key', 's')}    stop the server and quit`]
							: []),
						`${paint('key', 'd')}    leave, everything goes on`,
						`${paint('key', 'Esc')}  stay`,
					]),
		];
		return {title: 'Quit?', columns: widthFor(columns, 56), rows};
	}

	press({name}: Key): boolean {
		if (this.#stopping) return false;
		if (name === 'Esc' || name === 'Enter' || name === 'n') this.close();
		else if (name === 'd') this.#dashboard.leaving.now();
		else if (name === 's' && !this.#dashboard.readOnly) this.#stopAndQuit();
		else return false;
		return true;
	}

	#stopAndQuit(): void {
		this.#stopping = true;
		this.changed();
		this.#dashboard.server.stop().then(stopped => {
			if (stopped) this.#dashboard.leaving.now();
			else this.close();
		});
	}
}
