import {ByteReader, type ReaderOptions, type TakeBytes} from './byte-reader.ts';
import {ChangeHints} from './change-hints.ts';
import {LineReader, type TakeLines} from './line-reader.ts';

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
	return follow(file, new LineReader(file, onLines, options), interval);
}

/** As `followLines`, without decoding the lines. */
export function followBytes(
	file: string,
	onBytes: TakeBytes,
	{interval = 100, ...options}: FollowOptions = {},
): Following {
	return follow(file, new ByteReader(file, onBytes, options), interval);
}

function follow(file: string, reader: ByteReader, interval: number): Following {
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
