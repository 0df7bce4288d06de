import {ChangeHints} from './change-hints.ts';
import {LineReader, type ReaderOptions, type TakeLines} from './line-reader.ts';

/** How many milliseconds one look may take. */
const patience = 8;

export interface FollowOptions extends ReaderOptions {
	/** Milliseconds between two looks. Default 100. */
	interval?: number;
}

export interface Following {
	/** Reads on at once, without waiting for the next look. */
	readOn(): void;
	/** Hands on what is there by now, then stops. */
	stop(): void;
}

/**
 * Hands on each whole line of a file, those to come included, raw: whoever draws them sanitises
 * them. The file need not be there yet, may be renamed away (it is read to its end first), deleted
 * or emptied. The first lines come before this returns.
 */
export function followLines(
	file: string,
	onLines: TakeLines,
	{interval = 100, ...options}: FollowOptions = {},
): Following {
	const reader = new LineReader(file, onLines, options);
	const look = () => reader.read(patience);
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
