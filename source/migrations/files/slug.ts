/** How German and its neighbours write their letters without marks. */
const inPlainLetters: Record<string, string> = {
	...{ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'oe', å: 'aa', œ: 'oe'},
	...{đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i'},
};

/**
 * A text as a part of a file's name: in small letters without marks (`groesse`), with one underscore
 * between words. Letters of other scripts stay, as no other spelling of them is sure to be read.
 * @param limit how many characters it has at most
 */
export function slugFrom(text: string, limit = 60): string {
	const plain = text
		.normalize('NFC')
		.toLowerCase()
		.replace(/./gsu, letter => inPlainLetters[letter] ?? withoutMarks(letter))
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_');
	return Array.from(plain)
		.slice(0, limit)
		.join('')
		.replace(/^_+|_+$/g, '');
}

/** Only Latin letters: in other scripts a mark makes another letter. */
function withoutMarks(letter: string): string {
	const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	return /^[a-z0-9]+$/.test(bare) ? bare : letter;
}
