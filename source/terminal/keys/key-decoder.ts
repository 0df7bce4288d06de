import {firstOf} from './graphemes.ts';
import type {Key} from './key.ts';
import {characterKey, sequenceKey} from './sequences.ts';

const escapeKey = '\u001B';
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';
/** OSC, DCS, SOS, PM and APC: texts that a terminal sends as an answer. */
const textStart = /\u001B[\]PX^_]/y;
/** Where such a text ends, or is broken off: BEL, ST, or any other control. */
const textEnd = /[\u0000-\u001F]/g;
/**
 * rxvt's keys with shift or control, the Linux console's F1 to F5, a mouse report of X10, CSI, SS3, and an
 * end of a text that has no beginning.
 */
const sequence =
	/\u001B(?:\[\d+[$^@]|\[\[[ -~]|\[M[ -\u{10FFFF}]{3}|\[(?![[M])[0-?]*[ -/]*[@-~]|O[\d;]*[@-~]|\\)/uy;
/** What more may follow to make it one of those. */
const begun = /\u001B(?:\[(?:\[|M[ -\u{10FFFF}]{0,2}|[0-?]*[ -/]*)?|O[\d;]*)?/uy;
/** The rest of a sequence whose escape character came alone, and was taken for the key. */
const late = /^(?:\[|\]\d)./s;
/** Controls of eight bits that begin or end a sequence, or a text. */
const eightBit = /[\u008F\u0090\u0098\u009B-\u009F]/g;

/** Characters of an unfinished sequence, of a text and of a paste from which on nothing of it is a key. */
const longestSequence = 256;
const longestText = 1 << 20;
const longestPaste = 1 << 24;

/**
 * Splits what a terminal sends into keys, however it is split into reads. An escape sequence is one key, and so
 * are a paste and an answer of the terminal. ^C is always a key of its own.
 */
export class KeyDecoder {
	/** What may be the beginning of a sequence. */
	#rest = '';
	/** Length of the text that is being skipped. */
	#text: number | undefined;
	/** The pieces of a paste; null drops them. */
	#paste: string[] | null | undefined;
	#pasted = 0;
	#wasEscape = false;

	/** Milliseconds of silence after which what is unfinished ends (call `expire`); undefined if nothing is. */
	get patience(): number | undefined {
		if (this.#paste !== undefined) return 1000;
		if (this.#text !== undefined) return 500;
		if (this.#rest === '') return undefined;
		return this.#rest === escapeKey ? 30 : 500;
	}

	feed(chunk: string): Key[] {
		const keys: Key[] = [];
		const isLate = this.#wasEscape && late.test(chunk);
		this.#wasEscape = false;
		const input = (isLate ? escapeKey : this.#rest) + chunk.replace(eightBit, sevenBits);
		this.#rest = '';
		let at = 0;
		while (at < input.length && this.#rest === '') {
			if (this.#paste !== undefined) at = this.#readPaste(input, at, keys);
			else if (this.#text !== undefined) at = this.#readText(input, at, keys);
			else at = this.#readKey(input, at, keys);
		}
		return keys;
	}

	/** Ends what is unfinished: nothing more of it comes. */
	expire(): Key[] {
		const rest = this.#rest;
		this.#rest = '';
		if (this.#paste !== undefined) {
			this.#paste?.push(rest);
			return this.#endPaste();
		}
		this.#wasEscape = rest === escapeKey && this.#text === undefined;
		const isText = this.#text !== undefined;
		this.#text = undefined;
		if (this.#wasEscape) return [characterKey(escapeKey)];
		return rest === '' && !isText ? [] : [{name: '', text: rest}];
	}

	/** @returns the index behind what was read */
	#readKey(input: string, at: number, keys: Key[]): number {
		if (input[at] !== escapeKey) {
			const key = characterKey(characterAt(input, at));
			keys.push(key);
			return at + key.text.length;
		}
		if (input.startsWith(pasteStart, at)) {
			[this.#paste, this.#pasted] = [[], 0];
			return at + pasteStart.length;
		}
		if (matchAt(textStart, input, at) !== undefined) {
			this.#text = 0;
			return at + 2;
		}
		const whole = matchAt(sequence, input, at);
		if (whole !== undefined) {
			keys.push(sequenceKey(whole));
			return at + whole.length;
		}
		const part = matchAt(begun, input, at)!;
		if (at + part.length === input.length && part.length < longestSequence) {
			this.#rest = part;
			return input.length;
		}
		// An escape before anything else is the key; what a sequence has of one until it breaks off is none.
		keys.push(part === escapeKey ? characterKey(escapeKey) : {name: '', text: part});
		return at + part.length;
	}

	#readText(input: string, at: number, keys: Key[]): number {
		textEnd.lastIndex = at;
		const end = textEnd.exec(input)?.index;
		this.#text! += (end ?? input.length) - at;
		if (end === undefined && this.#text! < longestText) return input.length;
		if (end !== undefined && end + 1 === input.length && input[end] === escapeKey) {
			this.#rest = escapeKey;
			return input.length;
		}
		this.#text = undefined;
		keys.push({name: '', text: ''});
		if (end === undefined) return input.length;
		if (input[end] === '\u0003') return end;
		if (input[end] !== escapeKey) return end + 1;
		if (input[end + 1] === '\\') return end + 2;
		// Another sequence has begun, or half of ST is left.
		return /[[O\]PX^_]/.test(input[end + 1]!) ? end : end + 1;
	}

	#readPaste(input: string, at: number, keys: Key[]): number {
		const found = input.indexOf(pasteEnd, at);
		const end = found < 0 ? input.length - beginningAtEnd(input, pasteEnd) : found;
		const text = input.slice(at, Math.max(at, end));
		this.#pasted += text.length;
		if (text.includes('\u0003')) {
			this.#paste = null;
			keys.push(characterKey('\u0003'));
		} else if (this.#pasted > longestPaste) this.#paste = null;
		this.#paste?.push(text);
		if (found >= 0) {
			keys.push(...this.#endPaste());
			return found + pasteEnd.length;
		}
		this.#rest = input.slice(Math.max(at, end));
		return input.length;
	}

	#endPaste(): Key[] {
		const text = this.#paste?.join('');
		this.#paste = undefined;
		return text === undefined ? [] : [{name: 'Paste', text}];
	}
}

function sevenBits(control: string): string {
	return escapeKey + String.fromCharCode(control.charCodeAt(0) - 64);
}

/** @param pattern a sticky one */
function matchAt(pattern: RegExp, input: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(input)?.[0];
}

/** The first character as a person sees it: with its accents, or a whole family of emoji. */
function characterAt(input: string, at: number): string {
	if (input.charCodeAt(at) < 0x80 && !(input.charCodeAt(at + 1) >= 0x80)) return input[at]!;
	return firstOf(input.slice(at, at + 64));
}

/** How many characters at the end of a text are the beginning of `mark`. */
function beginningAtEnd(text: string, mark: string): number {
	for (let length = mark.length - 1; length > 0; length--) {
		if (text.endsWith(mark.slice(0, length))) return length;
	}
	return 0;
}
