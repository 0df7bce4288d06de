import {widthOfLetter} from '../drawing/cells.ts';

/** The part of a text that a field shows. */
export interface Section {
	/** Indexes of letters. */
	from: number;
	to: number;
	/** In place of a wide letter that is cut. */
	before: string;
	/** Columns behind the text and the cursor. */
	free: number;
}

/** @param cursor letters before it; missing at the end */
export function sectionOf(
	letters: string[],
	columns: number,
	{cursor = letters.length, isFocused}: {cursor?: number; isFocused: boolean},
): Section {
	const last = lastSection(letters, columns - 1);
	if (cursor < last.from) return sectionFrom(cursor, letters, columns);
	const before = last.from > 0 ? last.room : 0;
	const own = isFocused && cursor === letters.length ? 1 : 0;
	const free = last.room - before + 1 - own;
	return {from: last.from, to: letters.length, before: ' '.repeat(before), free};
}

/** @returns the first letter, and the columns that are left */
function lastSection(letters: string[], columns: number): {from: number; room: number} {
	let [from, room] = [letters.length, columns];
	while (from > 0 && widthOfLetter(letters[from - 1]!) <= room) {
		from--;
		room -= widthOfLetter(letters[from]!);
	}
	return {from, room};
}

function sectionFrom(from: number, letters: string[], columns: number): Section {
	let [to, room] = [from, columns];
	while (to < letters.length && widthOfLetter(letters[to]!) <= room) {
		room -= widthOfLetter(letters[to]!);
		to++;
	}
	return {from, to, before: '', free: 0};
}

/** Puts letters in the places of the units that an input has drawn; its colours and its cursor stay. */
export function withLetters(drawn: string, letters: string[], {from, to}: Section): string {
	let index = -1;
	return drawn.replace(/(\u001B\[[0-9;]*m)|[\s\S]/g, (part, colour) => {
		if (colour) return part;
		index++;
		if (index === letters.length) return part;
		return index >= from && index < to ? letters[index]! : '';
	});
}
