import {ChangeHints} from './change-hints.ts';
import {LineReader, type ReaderOptions, type TakeLines} from './line-reader.ts';

/** Milliseconds that one read may take. */
const readBudget = 8;

export interface FollowOptions extends ReaderOptions {
	/** Milliseconds between two reads. Default 100. */
	interval?: number;
}

export interface Following {
	/** Reads immediately. */
	readOn(): void;
	/** Reads what is there, then stops. */
	stop(): void;
}

/**
 * Passes on each line of a file, present and future, unsanitised. The file may not exist yet, or be
 * renamed (it is read to its end first), deleted or truncated. Begins with the present lines.
 */
export function followLines(
	file: string,
	onLines: TakeLines,
	{interval = 100, ...options}: FollowOptions = {},
): Following {
	const reader = new LineReader(file, onLines, options);
	const look = () => reader.read(readBudget);
	look();
	const hints = new ChangeHints(file, look);
	const poll = setInterval(() => {
		look();
		hints.listen();
	}, interval);
	return {
		readOn: look,
		stop() {
			clearInterval(poll);
			hints.stop();
			reader.read(Number.POSITIVE_INFINITY);
			reader.close();
		},
	};
}
