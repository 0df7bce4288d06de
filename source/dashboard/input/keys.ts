export interface Key {
	/** As in the help: `j`, `M`, `^C`, `Enter`, `S-Tab`, `PgUp`; `Paste` for pasted text. */
	name: string;
	text: string;
}

/** Behind `ESC [` or `ESC O`. */
const sequences: Record<string, string> = {
	A: 'Up',
	B: 'Down',
	C: 'Right',
	D: 'Left',
	H: 'Home',
	F: 'End',
	Z: 'S-Tab',
	'1~': 'Home',
	'7~': 'Home',
	'4~': 'End',
	'8~': 'End',
	'5~': 'PgUp',
	'6~': 'PgDn',
	'3~': 'Delete',
};
const controls: Record<string, string> = {
	'\r': 'Enter',
	'\n': 'Enter',
	'\t': 'Tab',
	'\u007F': 'Backspace',
	'\b': 'Backspace',
};
const sequence = /^\u001B(?:\[[0-?]*[ -/]*[@-~]|O[@-~])/;
const unfinished = /^\u001B(?:\[[0-?]*[ -/]*|O)?$/;
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';
const aroundPaste = pasteStart.length + pasteEnd.length;
let segmenter: Intl.Segmenter | undefined;

/** Splits input into keys: an escape sequence is one key, and so is a paste. @returns `rest` is incomplete */
export function splitKeys(input: string): {keys: Key[]; rest: string} {
	const keys: Key[] = [];
	let rest = input;
	while (rest !== '') {
		const key = rest.startsWith(pasteStart) ? pasted(rest) : nextKey(rest);
		if (key === undefined) break;
		keys.push(key);
		rest = rest.slice(key.text.length + (key.name === 'Paste' ? aroundPaste : 0));
	}
	return {keys, rest};
}

function nextKey(input: string): Key | undefined {
	if (input[0] !== '\u001B') return character(input);
	const match = sequence.exec(input)?.[0];
	if (match) return {name: sequences[match.slice(2)] ?? '', text: match};
	return unfinished.test(input) ? undefined : {name: 'Esc', text: '\u001B'};
}

function character(input: string): Key {
	const code = input.charCodeAt(0);
	segmenter ??= new Intl.Segmenter();
	const [first] = segmenter.segment(input.slice(0, 64));
	const text = code < 0x80 && input.charCodeAt(1) < 0x80 ? input[0]! : first!.segment;
	const name = controls[text] ?? (code < 32 ? `^${String.fromCharCode(code + 64)}` : text);
	return {name, text};
}

function pasted(input: string): Key | undefined {
	const end = input.indexOf(pasteEnd);
	return end < 0 ? undefined : {name: 'Paste', text: input.slice(pasteStart.length, end)};
}

/** Fields have one line: line ends and tabs of a paste become spaces, and other controls are removed. */
export function oneLine({name, text}: Key): string {
	if (name !== 'Paste') return text;
	return text
		.replace(/[\r\n\t]+/g, ' ')
		.replace(/[\u0000-\u001F\u007F-\u009F]/g, '')
		.trim();
}
