import {isUp} from '../../runs/project-status.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import type {Surroundings} from '../state/surroundings.ts';
import {QuitDialog} from './quit-dialog.ts';

/** A second ^C within so many milliseconds quits at once. */
const insistence = 2000;

/** The ways out of the dashboard. None of them ends what runs, unless it is asked for. */
export class Leaving {
	readonly #dashboard: Dashboard;
	readonly #surroundings: Surroundings;
	#interrupted = 0;

	constructor(dashboard: Dashboard, surroundings: Surroundings) {
		this.#dashboard = dashboard;
		this.#surroundings = surroundings;
	}

	now(): void {
		this.#surroundings.leave();
	}

	/** Asks what becomes of the things that run, if some do. */
	quit(): void {
		const {status, activities, runs} = this.#dashboard;
		const server = status.snapshot().status?.server;
		const running = (server && isUp(server)) || activities.running.length > 0 || runs.size > 0;
		if (running) this.#dashboard.openDialog(new QuitDialog(this.#dashboard));
		else this.now();
	}

	/** ^C: cancels what the uppermost dialog does, else the dialog, else asks to quit. */
	interrupt(): void {
		const again = performance.now() - this.#interrupted < insistence;
		if (this.#interrupted > 0 && again) {
			this.now();
			return;
		}
		this.#interrupted = performance.now();
		const dialog = this.#dashboard.view.snapshot().dialogs.at(-1);
		if (!dialog) this.quit();
		else if (!dialog.cancel()) this.#dashboard.closeDialog(dialog);
	}
}
