import type {LogStore} from '../file/log-store.ts';
import {levelOf} from './level.ts';

/** Whether errors came since the log was last on the screen. Each line is checked once. */
export class UnseenErrors {
	/** Lines before this one were checked. */
	#upTo: number | undefined;
	exist = false;

	clear(store: LogStore): void {
		this.#upTo = store.total;
		this.exist = false;
	}

	/** Checks new lines. Those that were in the file at the start are not news. */
	note(store: LogStore): void {
		if (store.total === store.first) return;
		const from = Math.max(this.#upTo ?? store.total, store.first);
		for (let number = from; !this.exist && number < store.total; number++) {
			this.exist = levelOf(store.line(number)) === 'error';
		}
		this.#upTo = store.total;
	}
}
