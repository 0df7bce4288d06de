/**
 * The word of `words` that `typed` was probably meant to be: at most a third of its letters differ,
 * counting a swap of two neighbours as one.
 */
export function closest(typed: string, words: Iterable<string>): string | undefined {
	let best: string | undefined;
	let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
	for (const word of words) {
		const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
		if (distance < bestDistance) [best, bestDistance] = [word, distance];
	}
	return best;
}

/** ` Did you mean migrate?`, or nothing when no word is near. */
export function didYouMean(typed: string, words: Iterable<string>): string {
	const word = closest(typed, words);
	return word === undefined ? '' : ` Did you mean ${word}?`;
}

/** How many letters differ, counting a swap of two neighbours as one. */
export function editDistance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			current[column] = Math.min(
				last[column]! + 1,
				current[column - 1]! + 1,
				last[column - 1]! + (same ? 0 : 1),
			);
			if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
				current[column] = Math.min(current[column]!, beforeLast[column - 2]! + 1);
			}
		}
		[beforeLast, last] = [last, current];
	}
	return last[b.length]!;
}
