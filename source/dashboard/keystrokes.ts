import {EventEmitter} from 'node:events';

export interface Key {
	/** As the help writes it: `j`, `M`, `^C`, `Enter`, `S-Tab`, `PgUp`; `Paste` for pasted text. */
	name: string;
	/** What the terminal sent, or the text that was pasted. */
	text: string;
}

const sequences: Record<string, string> = {
	'[A': 'Up',
	'[B': 'Down',
	'[C': 'Right',
	'[D': 'Left',
	OA: 'Up',
	OB: 'Down',
	OC: 'Right',
	OD: 'Left',
	'[H': 'Home',
	'[1~': 'Home',
	'[7~': 'Home',
	OH: 'Home',
	'[F': 'End',
	'[4~': 'End',
	'[8~': 'End',
	OF: 'End',
	'[5~': 'PgUp',
	'[6~': 'PgDn',
	'[3~': 'Delete',
	'[Z': 'S-Tab',
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
let segmenter: Intl.Segmenter | undefined;

/**
 * Splits what a terminal sends into keys: several that arrive in one read are several, an escape
 * sequence is one, and so is a paste. @returns the keys and the rest, which is not complete yet
 */
export function splitKeys(input: string): {keys: Key[]; rest: string} {
	const keys: Key[] = [];
	let rest = input;
	while (rest !== '') {
		const key = rest.startsWith(pasteStart) ? pasted(rest) : nextKey(rest);
		if (key === undefined) break;
		keys.push(key);
		rest = rest.slice(key.name === 'Paste' ? key.text.length + 12 : key.text.length);
	}
	return {keys, rest};
}

function nextKey(input: string): Key | undefined {
	if (input[0] !== '\u001B') return character(input);
	const match = sequence.exec(input)?.[0];
	if (match) return {name: sequences[match.slice(1)] ?? '', text: match};
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

/** A key was `taken`, or is `text` for the focused field, or that field cannot hear it yet. */
export type Pressed = 'taken' | 'text' | 'early';
export type Press = (key: Key) => Pressed;

/** A field that has not come to hear after so many milliseconds is not on the screen. */
const fieldPatience = 1000;

/**
 * Stands between the terminal and Ink, as its stdin. Every key goes to `press` first; what belongs
 * to a text field is handed on, one key a read, only after React has drawn the one before, and only
 * when the field hears it.
 * This is what makes a text field right when SSH puts many keys into one packet.
 */
export class Keystrokes extends EventEmitter {
	readonly isTTY = true;
	readonly #input: NodeJS.ReadStream;
	readonly #output: NodeJS.WriteStream;
	readonly #press: Press;
	readonly #hangUp: () => void;
	#rest = '';
	#queue: Key[] = [];
	#forInk: string | null = null;
	#waiting = false;
	#escape: NodeJS.Timeout | undefined;
	/** When the first key in the queue came too early for its field. */
	#earlySince: number | undefined;

	/** @param hangUp called when the terminal is gone */
	constructor(
		input: NodeJS.ReadStream,
		output: NodeJS.WriteStream,
		press: Press,
		hangUp: () => void,
	) {
		super();
		this.#input = input;
		this.#output = output;
		this.#press = press;
		this.#hangUp = hangUp;
		input.setEncoding('utf8');
		input.on('end', hangUp).on('error', hangUp);
	}

	/** Every key that came is done with. */
	get isIdle(): boolean {
		return this.#queue.length === 0 && !this.#waiting;
	}

	/** Keeps what is typed before Ink is loaded from being echoed over the first frame. */
	hold(): void {
		this.#input.setRawMode?.(true);
	}

	/**
	 * Ink turns it on at its start and after a suspension, and off when it hands the terminal over:
	 * what was typed behind that key is meant for somebody else.
	 */
	setRawMode(on: boolean): this {
		this.#input.off('data', this.#take);
		if (!on) this.#forget();
		this.#output.write(on ? '\u001B[?2004h' : '\u001B[?2004l');
		this.#input.setRawMode?.(on);
		if (on) this.#input.on('data', this.#take).resume();
		else this.#input.pause();
		return this;
	}

	setEncoding(): this {
		return this;
	}

	ref(): this {
		this.#input.ref?.();
		return this;
	}

	unref(): this {
		this.#input.unref?.();
		return this;
	}

	read(): string | null {
		const text = this.#forInk;
		this.#forInk = null;
		return text;
	}

	end(): void {
		this.#forget();
		this.#input.off('data', this.#take).off('end', this.#hangUp).off('error', this.#hangUp);
		this.#input.setRawMode?.(false);
		this.#input.pause();
	}

	#forget(): void {
		clearTimeout(this.#escape);
		this.#queue = [];
		this.#rest = '';
	}

	readonly #take = (chunk: Buffer | string): void => {
		clearTimeout(this.#escape);
		const {keys, rest} = splitKeys(this.#rest + chunk);
		this.#rest = rest;
		this.#queue.push(...keys);
		if (rest !== '' && !rest.startsWith('\u001B[200')) {
			this.#escape = setTimeout(() => this.#giveUpWaiting(), 30);
		}
		this.#pump();
	};

	/** An escape that nothing follows is the key Esc. */
	#giveUpWaiting(): void {
		const rest = this.#rest.slice(1);
		this.#rest = '';
		this.#queue.push({name: 'Esc', text: '\u001B'}, ...splitKeys(rest).keys);
		this.#pump();
	}

	#pump(): void {
		while (!this.#waiting && this.#queue.length > 0) {
			const key = this.#queue[0]!;
			const pressed = this.#press(key);
			if (pressed !== 'early' || !this.#isPatient()) {
				this.#earlySince = undefined;
				this.#queue.shift();
			}
			if (pressed === 'text') {
				this.#forInk = oneLine(key);
				this.emit('readable');
			}
			this.#pause();
		}
	}

	#isPatient(): boolean {
		this.#earlySince ??= performance.now();
		return performance.now() - this.#earlySince < fieldPatience;
	}

	/** Lets React commit (it does so in a microtask) before a key is looked at. */
	#pause(): void {
		this.#waiting = true;
		setImmediate(() => {
			this.#waiting = false;
			this.#pump();
		});
	}
}

/** Fields have one line, so line ends and tabs of pasted text become spaces, and other controls go. */
function oneLine({name, text}: Key): string {
	if (name !== 'Paste') return text;
	return text
		.replace(/[\r\n\t]+/g, ' ')
		.replace(/[\u0000-\u001F\u007F-\u009F]/g, '')
		.trim();
}
