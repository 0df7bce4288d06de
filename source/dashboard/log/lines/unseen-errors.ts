import type {LogStore} from '../file/log-store.ts';
import {levelOf} from './level.ts';

/** Whether errors came since the log was last on the screen. Each line is looked at once. */
export class UnseenErrors {
	/** The line up to which the log was looked at; nothing before its first lines came. */
	#upTo: number | undefined;
	#exist = false;

	get exist(): boolean {
		return this.#exist;
	}

	/** The log is on the screen. */
	clear(store: LogStore): void {
		this.#upTo = store.total;
		this.#exist = false;
	}

	/** The log has more lines than before. What the file had at the start is no news. */
	note(store: LogStore): void {
		if (store.total === store.first) return;
		const from = Math.max(this.#upTo ?? store.total, store.first);
		for (let number = from; !this.#exist && number < store.total; number++) {
			this.#exist = levelOf(store.line(number)) === 'error';
		}
		this.#upTo = store.total;
	}
}
