import type {LogStore} from '../file/log-store.ts';
import type {LineTest} from './findings.ts';
import {PassingLines} from './passing-lines.ts';

/** The last test of each log, with the lines that pass it. */
export class LineIndex {
	readonly #known = new WeakMap<LogStore, PassingLines>();

	/** The lines found so far; the search continues while somebody calls this. @param from lines before it do not count */
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

	drop(store: LogStore): void {
		this.#known.get(store)?.stop();
		this.#known.delete(store);
	}
}
