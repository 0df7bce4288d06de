import type {Session} from '../state/session.ts';
import {isAnythingRunning, QuitDialog} from './quit-dialog.ts';

/** A second ^C within so many milliseconds quits at once. */
const doublePressTime = 2000;

/** The ways out of the dashboard. Whatever is running continues, unless the operator stops it. */
export class Leaving {
	readonly #session: Session;
	readonly #stopServer: () => Promise<boolean>;
	#interrupted = 0;

	/** @param stopServer returns whether the server was stopped */
	constructor(session: Session, stopServer: () => Promise<boolean>) {
		this.#session = session;
		this.#stopServer = stopServer;
	}

	/** Asks what to do with running things, if there are any. */
	quit(): void {
		if (isAnythingRunning(this.#session)) new QuitDialog(this.#session, this.#stopServer).open();
		else this.#session.terminal.leave();
	}

	/** ^C: cancels what the top dialog does, else closes it, else asks to quit. */
	interrupt(): void {
		const again = performance.now() - this.#interrupted < doublePressTime;
		if (this.#interrupted > 0 && again) {
			this.#session.terminal.leave();
			return;
		}
		this.#interrupted = performance.now();
		const dialog = this.#session.view.snapshot().dialogs.at(-1);
		if (!dialog) this.quit();
		else if (!dialog.cancel()) dialog.close();
	}
}
