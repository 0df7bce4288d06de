import {ByteReader, type LinesPlace, type ReaderOptions, type ReadOptions} from './byte-reader.ts';
import {linesOf} from './line-splitter.ts';

/** Gets whole lines, and their byte range. */
export type TakeLines = (lines: string[], place: LinesPlace) => void;

/** Reads a growing file in chunks, with constant memory. */
export class LineReader extends ByteReader {
	constructor(file: string, onLines: TakeLines, options: ReaderOptions) {
		const {longestLine} = options;
		super(file, (bytes, place) => onLines(linesOf(bytes, longestLine), place), options);
	}
}

/** The lines of a file, an incomplete last one included; empty without a file. */
export function readLines(file: string, options: ReadOptions = {}): string[] {
	const lines: string[] = [];
	const reader = new LineReader(file, more => lines.push(...more), options);
	reader.read(Number.POSITIVE_INFINITY);
	const rest = reader.close();
	return rest === '' ? lines : [...lines, rest];
}
