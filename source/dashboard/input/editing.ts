import {graphemesOf} from '../../terminal/keys/graphemes.ts';
import {type Key, oneLine} from '../../terminal/keys/key.ts';

export interface EditedText {
	value: string;
	/** How many characters, as a person sees them, are before the cursor; missing at the end. */
	cursor?: number;
}

export interface Edit extends EditedText {
	cursor: number;
	/** What `ink-text-input` gets, whose text has one code unit for each character. */
	input: string;
}

const letter = 'x';

/** What a key makes of a text; it never cuts a character in half. @returns undefined if nothing */
export function edited({value, cursor}: EditedText, key: Key): Edit | undefined {
	const letters = graphemesOf(value);
	const at = cursor ?? letters.length;
	switch (key.name) {
		case 'Left':
			return at > 0 ? {value, cursor: at - 1, input: '\u001B[D'} : undefined;
		case 'Right':
			return at < letters.length ? {value, cursor: at + 1, input: '\u001B[C'} : undefined;
		case 'Backspace': {
			const before = letters.slice(0, Math.max(0, at - 1));
			return at > 0 ? {...joined(before, letters.slice(at)), input: '\u007F'} : undefined;
		}
		default: {
			const inserted = joined([...letters.slice(0, at), oneLine(key)], letters.slice(at));
			return {...inserted, input: letter.repeat(inserted.cursor - at)};
		}
	}
}

/** Characters may become one where texts meet, such as a letter and its accent: the cursor is behind it. */
function joined(before: string[], after: string[]): {value: string; cursor: number} {
	const start = before.join('');
	const value = start + after.join('');
	let [cursor, length] = [0, 0];
	for (const character of graphemesOf(value)) {
		if (length >= start.length) break;
		length += character.length;
		cursor++;
	}
	return {value, cursor};
}
