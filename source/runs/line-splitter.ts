import {StringDecoder} from 'node:string_decoder';

/** Makes whole lines of bytes that come piece by piece. */
export class LineSplitter {
	readonly #longest: number;
	#decoder = new StringDecoder('utf8');
	#dropsLine = false;
	/** The line that has no end yet. */
	rest = '';

	/** @param longest UTF-16 units of a line that are kept */
	constructor(longest = Number.POSITIVE_INFINITY) {
		this.#longest = longest;
	}

	/** Forgets what was begun. @param dropsLine what comes first is the end of a line, and is left out */
	restart(dropsLine: boolean): void {
		this.#decoder = new StringDecoder('utf8');
		this.#dropsLine = dropsLine;
		this.rest = '';
	}

	/** @returns the lines that end with these bytes */
	split(bytes: Buffer): string[] {
		const lines = (this.rest + this.#decoder.write(bytes)).split('\n');
		this.rest = this.#clip(lines.pop()!);
		if (this.#dropsLine && lines.length > 0) {
			this.#dropsLine = false;
			lines.shift();
		}
		return lines.map(line => this.#clip(line));
	}

	#clip(line: string): string {
		return clippedLine(line, this.#longest);
	}
}

/** A line of which so many UTF-16 units are kept; a cut one is longer by its `…`. */
export function clippedLine(line: string, longest: number): string {
	return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
