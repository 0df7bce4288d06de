/** A cache with a maximum size. It is cleared when full. */
export class BoundedCache<Key, Value extends NonNullable<unknown>> {
	readonly #values = new Map<Key, Value>();
	readonly #limit: number;

	constructor(limit: number) {
		this.#limit = limit;
	}

	get(key: Key, make: () => Value): Value {
		const cached = this.#values.get(key);
		if (cached !== undefined) return cached;
		if (this.#values.size >= this.#limit) this.#values.clear();
		const made = make();
		this.#values.set(key, made);
		return made;
	}

	clear(): void {
		this.#values.clear();
	}
}
