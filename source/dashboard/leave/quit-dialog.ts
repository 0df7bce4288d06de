import {isUp, type ServerStatus} from '../../runs/project-status.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {isKeyOf} from '../input/key-names.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';

/** Whether there is something that goes on without the dashboard. */
export function isAnythingRunning({project, activities, runs}: Session): boolean {
	const isServing = project !== undefined && isUp(project.server);
	return isServing || activities.running.length > 0 || runs.size > 0;
}

/** Asks what to do with running things. Staying is the default. */
export class QuitDialog extends Dialog {
	readonly #stopServer: () => Promise<boolean>;
	#stopping = false;

	constructor(session: Session, stopServer: () => Promise<boolean>) {
		super(session);
		this.#stopServer = stopServer;
	}

	/** Nothing is left to ask about, so the dashboard ends, as was wanted. */
	override settle(): void {
		if (this.#stopping || isAnythingRunning(this.session)) return;
		this.close();
		this.session.terminal.leave();
	}

	get isStopping(): boolean {
		return this.#stopping;
	}

	/** The one that runs. */
	get server(): ServerStatus | undefined {
		const server = this.session.project?.server;
		return server && isUp(server) ? server : undefined;
	}

	press({name}: Key): boolean {
		if (this.#stopping) return false;
		if (name === 'Esc' || name === 'Enter' || name === 'n') this.close();
		else if (isKeyOf('leave', name)) this.session.terminal.leave();
		else if (name === 's' && !this.session.readOnly) this.#stopAndQuit();
		else return false;
		return true;
	}

	#stopAndQuit(): void {
		this.#stopping = true;
		this.changed();
		this.#stopServer().then(stopped => {
			if (stopped) this.session.terminal.leave();
			else this.close();
		});
	}
}
