import type {ServerStatus} from '../../runs/project-status.ts';
import type {StatusState} from '../state/state.ts';
import type {Store} from '../state/store.ts';
import {Requests} from './requests.ts';
import {Usage} from './usage.ts';

/** What the server's graphs show. */
export class ServerGraphs {
	readonly requests: Requests;
	readonly usage = new Usage();
	#before: ServerStatus | undefined;

	/** @param interval see Store */
	constructor(status: Store<StatusState>, interval?: number) {
		this.requests = new Requests(interval);
		status.subscribe(() => this.#note(status.snapshot().status?.server));
	}

	#note(server: ServerStatus | undefined): void {
		const before = this.#before;
		this.#before = server;
		const isSame = server?.pid !== undefined && server.pid === before?.pid;
		if (isSame && (server.restarts ?? 0) > (before.restarts ?? 0)) this.requests.reloaded();
	}
}
