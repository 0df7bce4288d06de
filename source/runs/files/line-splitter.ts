import {StringDecoder} from 'node:string_decoder';

/** The most bytes of a UTF-16 unit in UTF-8. */
const unitBytes = 3;
const nothing = Buffer.alloc(0);

/** Puts together lines whose bytes come in pieces. They are not decoded: most lines of a flood are seen by nobody. */
export class LineSplitter {
	readonly #longest: number;
	/** Bytes that are kept of a line. */
	readonly #most: number;
	#begun: Buffer[] = [];
	#size = 0;
	#dropsLine = false;

	/** @param longest the number of UTF-16 units that `linesOf` will keep of a line */
	constructor(longest = Number.POSITIVE_INFINITY) {
		this.#longest = longest;
		this.#most = unitBytes * (longest + 1);
	}

	/** The incomplete last line. */
	get rest(): string {
		return clippedLine(new StringDecoder('utf8').write(Buffer.concat(this.#begun)), this.#longest);
	}

	/** Discards the incomplete line. @param dropsLine skips up to the next line end, too */
	restart(dropsLine: boolean): void {
		this.#begin(nothing);
		this.#dropsLine = dropsLine;
	}

	/**
	 * @returns the lines completed by these bytes, with their ends, in the same memory where that is possible; of a
	 * long line that came in pieces, its beginning
	 */
	split(bytes: Buffer): Buffer {
		const end = bytes.lastIndexOf(0x0a) + 1;
		if (end === 0) {
			if (!this.#dropsLine) this.#keep(bytes);
			return nothing;
		}
		const start = this.#dropsLine ? bytes.indexOf(0x0a) + 1 : 0;
		const lines = bytes.subarray(start, end);
		const whole = this.#size === 0 ? lines : Buffer.concat([...this.#begun, lines]);
		this.#begin(bytes.subarray(end));
		this.#dropsLine = false;
		return whole;
	}

	#begin(bytes: Buffer): void {
		this.#begun = [];
		this.#size = 0;
		this.#keep(bytes);
	}

	#keep(bytes: Buffer): void {
		const kept = bytes.subarray(0, Math.max(0, this.#most - this.#size));
		if (kept.length > 0) this.#begun.push(Buffer.from(kept));
		this.#size += kept.length;
	}
}

/** The text of lines with their ends. @param longest the number of UTF-16 units kept of each */
export function linesOf(bytes: Buffer, longest = Number.POSITIVE_INFINITY): string[] {
	const lines = bytes.toString('utf8').split('\n');
	lines.pop();
	return lines.map(line => clippedLine(line, longest));
}

/** Cut after so many UTF-16 units, with a `…` at the end. */
export function clippedLine(line: string, longest: number): string {
	return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
