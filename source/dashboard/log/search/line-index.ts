import type {LogStore} from '../file/log-store.ts';
import type {LineTest} from './findings.ts';
import {PassingLines} from './passing-lines.ts';

/** The lines of each log that pass the test that was asked for last. */
export class LineIndex {
	readonly #known = new WeakMap<LogStore, PassingLines>();

	/** Those found so far; the search for the others goes on as long as somebody asks. @param from lines before it are not wanted */
	of(store: LogStore, test: LineTest, from = 0): PassingLines {
		let lines = this.#known.get(store);
		if (lines?.test.key !== test.key) {
			lines?.stop();
			lines = new PassingLines(store, test);
			this.#known.set(store, lines);
		}
		lines.ask(from);
		return lines;
	}

	/** Nobody wants them any more. */
	drop(store: LogStore): void {
		this.#known.get(store)?.stop();
		this.#known.delete(store);
	}
}
