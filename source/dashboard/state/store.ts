/** State outside React. Listeners are notified at most every `interval` milliseconds. */
export class Store<State> {
	#state: State;
	#timer: NodeJS.Timeout | undefined;
	#last = 0;
	protected interval: number;
	readonly #listeners = new Set<() => void>();

	/** @param interval 0 notifies of every change immediately */
	constructor(state: State, interval = 0) {
		this.#state = state;
		this.interval = interval;
	}

	/** Whether every change is notified at once. */
	get isImmediate(): boolean {
		return this.interval === 0;
	}

	readonly snapshot = (): State => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	change(part: Partial<State>): void {
		this.#state = {...this.#state, ...part};
		const wait = this.#last + this.interval - performance.now();
		if (this.interval === 0) this.notify();
		else this.#timer ??= setTimeout(() => this.notify(), Math.max(0, wait));
	}

	notify(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#last = performance.now();
		for (const listener of this.#listeners) listener();
	}
}

/** Over SSH every frame costs, so there are fewer. */
export function storeInterval(environment: NodeJS.ProcessEnv = process.env): number {
	return environment.SSH_CONNECTION ? 200 : 50;
}
