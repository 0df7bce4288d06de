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

/** Whether a key is a character of a text; a space also presses a button. */
export function isLetter({name, text}: Key): boolean {
	return name === text && text.charCodeAt(0) > 32;
}
