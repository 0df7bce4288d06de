import {type Event, log} from '../../runs/events.ts';
import {type Following, followLines} from '../../runs/files/follow-file.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {isLogHeader, longestLogLine, skippedLine} from './log-file.ts';

interface ServerLinesOptions {
	/** How much of the log's end to begin with. */
	initialBytes?: number;
	/** Lines that the terminal already shows; skipped until the banner has passed. */
	repeated?: string[];
	/** Add how to stop the server after each banner. */
	isForeground?: boolean;
}

/** The server's log as a command's events: sanitised lines, without polling. */
export class ServerLines {
	#lines: string[] = [];
	#wake = () => {};
	#isClosed = false;
	readonly #repeated: Set<string>;
	readonly #isForeground: boolean;
	readonly #following: Following;

	constructor(
		file: string,
		{initialBytes = 256 * 1024, repeated = [], isForeground = false}: ServerLinesOptions = {},
	) {
		this.#isForeground = isForeground;
		this.#repeated = new Set(repeated);
		this.#following = followLines(file, lines => this.#add(lines), {
			fromEnd: initialBytes,
			longestLine: longestLogLine,
			onSkipped: bytes => this.#add([skippedLine(bytes)]),
		});
	}

	/** Resolves when there are lines to take or the signal is aborted. */
	more(signal: AbortSignal): Promise<void> {
		if (this.#lines.length > 0 || signal.aborted) return Promise.resolve();
		return new Promise(resolve => {
			const done = () => {
				signal.removeEventListener('abort', done);
				resolve();
			};
			signal.addEventListener('abort', done);
			this.#wake = done;
		});
	}

	/** All lines written so far. */
	*take(): Generator<Event, void> {
		if (!this.#isClosed) this.#following.readOn();
		for (const line of this.#lines.splice(0)) {
			if (isLogHeader(line) || this.#isRepeated(line)) continue;
			yield lineEvent(line);
			if (this.#isForeground && line.startsWith(lastOfBanner))
				yield lineEvent('Quit the server with CONTROL-C.');
		}
	}

	/** Shows no more lines. */
	close(): void {
		if (this.#isClosed) return;
		this.#isClosed = true;
		this.#following.stop();
		this.#wake();
	}

	#add(lines: string[]): void {
		this.#lines.push(...lines);
		this.#wake();
	}

	#isRepeated(line: string): boolean {
		if (line.startsWith(lastOfBanner)) this.#repeated.clear();
		return this.#repeated.has(sanitise(line, {colour: false}));
	}
}

const lastOfBanner = 'Starting development server at ';

/** A raw line of the log as an event that is safe to print. */
export function lineEvent(line: string): Event {
	return {...log.info(sanitise(line)), source: 'server'};
}
