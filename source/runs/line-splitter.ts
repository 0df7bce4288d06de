import {StringDecoder} from 'node:string_decoder';

/** Splits chunks of bytes into lines. */
export class LineSplitter {
	readonly #longest: number;
	#decoder = new StringDecoder('utf8');
	#dropsLine = false;
	/** The incomplete last line. */
	rest = '';

	/** @param longest the number of UTF-16 units kept of a line */
	constructor(longest = Number.POSITIVE_INFINITY) {
		this.#longest = longest;
	}

	/** Discards the incomplete line. @param dropsLine skips up to the next line end, too */
	restart(dropsLine: boolean): void {
		this.#decoder = new StringDecoder('utf8');
		this.#dropsLine = dropsLine;
		this.rest = '';
	}

	/** @returns the lines completed by these bytes */
	split(bytes: Buffer): string[] {
		const lines = (this.rest + this.#decoder.write(bytes)).split('\n');
		this.rest = clippedLine(lines.pop()!, this.#longest);
		if (this.#dropsLine && lines.length > 0) {
			this.#dropsLine = false;
			lines.shift();
		}
		return lines.map(line => clippedLine(line, this.#longest));
	}
}

/** Cut after so many UTF-16 units, with a `…` at the end. */
export function clippedLine(line: string, longest: number): string {
	return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
