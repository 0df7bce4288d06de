import type {Meaning} from '../../terminal/colours.ts';
import {ColouredText} from '../drawing/coloured-text.ts';
import {safe} from '../drawing/foreign-text.ts';
import {isColoured, paint} from '../drawing/theme.ts';

/** Some letters of a text, with what they are. */
export interface SqlPart {
	text: string;
	meaning?: Meaning;
}

/** SQL as it is drawn: wrapped, with its indentation and colours. */
export class SqlText {
	readonly #parts: SqlPart[];
	#drawn: {columns: number; coloured: boolean; rows: string[]} | undefined;

	/** @param parts safe to draw */
	constructor(parts: SqlPart[]) {
		this.#parts = parts;
	}

	/** A text of which nothing is known. */
	static plain(text: string): SqlText {
		return new SqlText([{text: safe(text)}]);
	}

	/** Kept until they are wanted for another width: a long text takes time to wrap. */
	rows(columns: number): string[] {
		const coloured = isColoured();
		if (this.#drawn?.columns !== columns || this.#drawn.coloured !== coloured)
			this.#drawn = {columns, coloured, rows: this.#wrapped(columns)};
		return this.#drawn.rows;
	}

	#wrapped(columns: number): string[] {
		const lines = this.#parts.map(painted).join('').trimEnd().split('\n');
		return lines.flatMap(line => new ColouredText(line).wrapped(columns));
	}
}

/** Each line has its own colour, so that lines can be drawn apart. */
function painted({text, meaning}: SqlPart): string {
	if (!meaning) return text;
	return text
		.split('\n')
		.map(line => paint(meaning, line))
		.join('\n');
}
