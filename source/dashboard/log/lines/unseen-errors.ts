import type {LogStore} from '../file/log-store.ts';
import {levelOf} from './level.ts';

/** Whether errors came since the log was last on the screen. Each line is looked at once. */
export class UnseenErrors {
	/** The line up to which the log was looked at; nothing before its first lines came. */
	#upTo: number | undefined;
	#found = false;

	/** The log is on the screen. */
	look(store: LogStore): void {
		this.#upTo = store.total;
		this.#found = false;
	}

	/** What the file had at the start is no news. */
	areIn(store: LogStore): boolean {
		if (this.#upTo === undefined && store.total > store.first) this.look(store);
		const from = Math.max(this.#upTo ?? store.total, store.first);
		for (let index = from; !this.#found && index < store.total; index++) {
			this.#found = levelOf(store.line(index)) === 'error';
		}
		if (this.#upTo !== undefined) this.#upTo = store.total;
		return this.#found;
	}
}
