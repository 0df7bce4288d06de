import type {Key} from './key.ts';

/** Behind `ESC [` or `ESC O`. */
const finals: Record<string, string> = {
	...{A: 'Up', B: 'Down', C: 'Right', D: 'Left', H: 'Home', F: 'End'},
	...{Z: 'S-Tab', '1~': 'Home', '7~': 'Home', '4~': 'End', '8~': 'End'},
	...{'2~': 'Insert', '3~': 'Delete', '5~': 'PgUp', '6~': 'PgDn'},
	...{P: 'F1', Q: 'F2', S: 'F4', '[A': 'F1', '[B': 'F2', '[C': 'F3', '[D': 'F4', '[E': 'F5'},
	...{'11~': 'F1', '12~': 'F2', '13~': 'F3', '14~': 'F4', '15~': 'F5', '17~': 'F6', '18~': 'F7'},
	...{'19~': 'F8', '20~': 'F9', '21~': 'F10', '23~': 'F11', '24~': 'F12'},
};

const controls: Record<string, string> = {
	'\r': 'Enter',
	'\n': 'Enter',
	'\t': 'Tab',
	'\u001B': 'Esc',
	'\u007F': 'Backspace',
	'\b': 'Backspace',
};

/** Behind `CSI`: a key's number, its modifiers, press or release, and its text, as kitty's protocol has them. */
const parts = /^([\d:]*)(?:;(\d*)(?::(\d+))?(?:;([\d:]*))?)?([a-zA-Z~])$/;
const [shift, control, locks, release] = [1, 4, 64 + 128, '3'];
/** Controls of eight bits, half a character, and what stands for bytes that are no UTF-8. */
const noCharacter = /^[\u0080-\u009F\uFFFD\p{Surrogate}]$/u;
/** Kitty's number of the keypad's Enter. */
const keypadEnter = 57_414;

/** One character, or a control character, as a key. */
export function characterKey(text: string): Key {
	if (controls[text] !== undefined) return {name: controls[text], text};
	const code = text.charCodeAt(0);
	if (code < 32) return {name: `^${String.fromCharCode(code + 64)}`, text};
	return {name: noCharacter.test(text) ? '' : text, text};
}

/** @param sequence from its escape character to its end */
export function sequenceKey(sequence: string): Key {
	const behind = sequence.slice(2);
	// Behind `ESC [` it is the cursor's place.
	if (sequence === '\u001BOR') return {name: 'F3', text: sequence};
	if (sequence[1] === 'O' || behind[0] === '[') return {name: finals[behind] ?? '', text: sequence};
	const match = sequence[1] === '[' ? parts.exec(behind) : null;
	if (!match) return unnamed(sequence);
	const [, numbers = '', modifiers = '', event, text = '', final = ''] = match;
	const held = (Number(modifiers || 1) - 1) & ~locks;
	if (event === release) return unnamed(sequence);
	if (final === 'u') return coded(numbers.split(':').map(Number), held, text) ?? unnamed(sequence);
	// xterm's modifyOtherKeys.
	if (final === '~' && numbers === '27' && text !== '') {
		return coded([Number(text)], held, '') ?? unnamed(sequence);
	}
	const number = numbers === '1' && final !== '~' ? '' : numbers;
	return {name: held === 0 ? (finals[number + final] ?? '') : '', text: sequence};
}

/** @param codes the key's own character, and what it is with shift */
function coded([code = 0, shifted]: number[], held: number, text: string): Key | undefined {
	const isShifted = (held & shift) !== 0;
	const others = held & ~shift;
	if (others === control) return controlKey(code);
	if (others !== 0) return undefined;
	if (code === keypadEnter) return characterKey('\r');
	if (code === 9 && isShifted) return {name: 'S-Tab', text: '\u001B[Z'};
	if (code === 8 || code === 9 || code === 13 || code === 27 || code === 127) {
		return characterKey(String.fromCharCode(code));
	}
	if (text !== '') return characterOf(text.split(':').map(Number));
	if (isShifted && shifted !== undefined) return characterOf([shifted]);
	const key = characterOf([code]);
	return key && isShifted ? characterKey(key.text.toUpperCase()) : key;
}

function controlKey(code: number): Key | undefined {
	const letter = code < 128 ? String.fromCharCode(code).toUpperCase() : '';
	return /^[A-Z]$/.test(letter) ? characterKey(String.fromCharCode(code & 31)) : undefined;
}

/** Kitty gives keys without a character a number of the private use area. */
function characterOf(codes: number[]): Key | undefined {
	const isText = (code: number) =>
		code >= 32 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xf8ff);
	return codes.every(isText) ? characterKey(String.fromCodePoint(...codes)) : undefined;
}

function unnamed(text: string): Key {
	return {name: '', text};
}
