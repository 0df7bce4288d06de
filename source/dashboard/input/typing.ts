import type {Key} from '../../terminal/keys/key.ts';

/** Milliseconds without a key after which typing has ended. */
const pause = 700;

/** Typing goes on while keys keep coming, even if the field is gone: a password must not act as shortcuts. */
export class Typing {
	#last = Number.NEGATIVE_INFINITY;

	touch(): void {
		this.#last = performance.now();
	}

	end(): void {
		this.#last = Number.NEGATIVE_INFINITY;
	}

	get isActive(): boolean {
		return performance.now() - this.#last < pause;
	}
}

/** Whether a key is text, not a key with a name such as Enter. */
export function isText({name, text}: Key): boolean {
	return name === text && text.charCodeAt(0) >= 32;
}

/** The same without a space, which also presses a button. */
export function isLetter(key: Key): boolean {
	return isText(key) && key.text.charCodeAt(0) > 32;
}
