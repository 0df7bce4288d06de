import {EventEmitter} from 'node:events';
import type {Key} from '../../terminal/keys/key.ts';
import {KeyDecoder} from '../../terminal/keys/key-decoder.ts';
import {isText} from './typing.ts';

/**
 * `taken` is done, `undrawn` is done and the next key may follow before it is drawn; `early` is text for a field
 * that cannot take it yet; Ink gets anything else.
 */
export type Pressed = 'taken' | 'undrawn' | 'early' | {input: string};
export type Press = (key: Key) => Pressed;

/** So many keys are taken before a frame is drawn. */
const longestBurst = 200;
/** A field that takes no text after so many milliseconds is not on the screen. */
const fieldTimeout = 1000;

/**
 * Ink's stdin. Every key goes to `press` first. Text for a field is passed on one key at a time, after
 * React has drawn the key before: SSH may put many keys into one packet.
 */
export class Keystrokes extends EventEmitter {
	readonly isTTY = true;
	readonly #input: NodeJS.ReadStream;
	readonly #output: NodeJS.WriteStream;
	readonly #press: Press;
	readonly #hangUp: () => void;
	#decoder = new KeyDecoder();
	#queue: Key[] = [];
	#forInk: string | null = null;
	#waiting = false;
	/** The last key went into a field. */
	#isTyping = false;
	#silence: NodeJS.Timeout | undefined;
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

	/** Whether every key was handled, also what might be the beginning of one. */
	get isIdle(): boolean {
		return this.#decoder.patience === undefined && this.#queue.length === 0 && !this.#waiting;
	}

	/** Keeps the terminal from echoing over the first frame what is typed before Ink is loaded. */
	hold(): void {
		this.#input.setRawMode?.(true);
	}

	/** Ink turns it off when it hands over the terminal: what was typed after that key is for the other program. */
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
		clearTimeout(this.#silence);
		this.#queue = [];
		this.#decoder = new KeyDecoder();
	}

	readonly #take = (chunk: Buffer | string): void => {
		this.#enqueue(this.#decoder.feed(String(chunk)));
	};

	#enqueue(keys: Key[]): void {
		clearTimeout(this.#silence);
		this.#queue.push(...keys.filter(({name}) => name !== ''));
		const {patience} = this.#decoder;
		if (patience !== undefined) {
			this.#silence = setTimeout(() => this.#enqueue(this.#decoder.expire()), patience);
		}
		this.#pump();
	}

	#pump(): void {
		for (let count = 0; !this.#waiting && this.#queue.length > 0; count++) {
			const key = this.#next();
			const pressed = this.#press(key);
			if (pressed === 'early' && this.#canWait()) this.#queue.unshift(key);
			else this.#earlySince = undefined;
			this.#isTyping = typeof pressed === 'object';
			if (typeof pressed === 'object') {
				this.#forInk = pressed.input;
				this.emit('readable');
			}
			if (pressed !== 'undrawn' || count >= longestBurst) this.#pause();
		}
	}

	/** Letters that follow each other into a field are one key. */
	#next(): Key {
		const key = this.#queue.shift()!;
		if (!this.#isTyping || !isText(key)) return key;
		const end = this.#queue.findIndex(other => !isText(other));
		const others = this.#queue.splice(0, end === -1 ? this.#queue.length : end);
		const text = [key, ...others].map(other => other.text).join('');
		return {name: text, text};
	}

	#canWait(): boolean {
		this.#earlySince ??= performance.now();
		return performance.now() - this.#earlySince < fieldTimeout;
	}

	/** Lets React commit (it does so in a microtask) before the next key. */
	#pause(): void {
		this.#waiting = true;
		setImmediate(() => {
			this.#waiting = false;
			this.#pump();
		});
	}
}
