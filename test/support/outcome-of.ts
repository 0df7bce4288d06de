/** All events of a piece of work, and what it returned. */
export async function outcomeOf<E, R>(
	work: AsyncGenerator<E, R>,
	each: (event: E) => void = () => {},
): Promise<{events: E[]; result: R}> {
	const events: E[] = [];
	for (;;) {
		const {done, value} = await work.next();
		if (done) return {events, result: value};
		each(value);
		events.push(value);
	}
}
