import type {LogStore} from '../file/log-store.ts';
import {levelOf, mayBeBad} from './level.ts';

/** Whether errors came since the log was last on the screen. Lines are looked at when somebody asks, once. */
export class UnseenErrors {
	/** Lines before this one were looked at. */
	#upTo: number | undefined;
	#exist = false;

	clear(store: LogStore): void {
		this.#upTo = store.total;
		this.#exist = false;
	}

	/** Lines that were in the file at the start are not news. */
	note(store: LogStore): void {
		this.#upTo ??= store.total;
	}

	existIn(store: LogStore): boolean {
		const from = Math.max(this.#upTo ?? store.total, store.first);
		for (let number = from; !this.#exist && number < store.total; number++) {
			const line = store.line(number);
			this.#exist = mayBeBad(line) && levelOf(line) === 'error';
		}
		this.#upTo = store.total;
		return this.#exist;
	}
}
