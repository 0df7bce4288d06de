import type {Event} from '../runs/events.ts';

/** A listener that throws ends the run as a signal does: no migration is left half done. */
export class Listener {
	readonly #onEvent: ((event: Event) => void) | undefined;
	readonly #ending = new AbortController();
	#failure: {error: unknown} | undefined;
	readonly signal: AbortSignal;

	constructor(onEvent: ((event: Event) => void) | undefined, signal: AbortSignal | undefined) {
		this.#onEvent = onEvent;
		this.signal = AbortSignal.any([this.#ending.signal, ...(signal ? [signal] : [])]);
	}

	notify(event: Event): void {
		if (this.#failure) return;
		try {
			this.#onEvent?.(event);
		} catch (error) {
			this.#failure = {error};
			this.#ending.abort();
		}
	}

	/** @throws what the listener threw */
	verify(): void {
		if (this.#failure) throw this.#failure.error;
	}
}
