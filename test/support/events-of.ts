import type {Event} from '../../source/runs/events.ts';

/** What a piece of work reports, and what it returns. */
export async function eventsOf<T>(
	work: AsyncGenerator<Event, T>,
): Promise<{events: any[]; outcome: T}> {
	const events: Event[] = [];
	for (;;) {
		const {done, value} = await work.next();
		if (done) return {events, outcome: value};
		events.push(value);
	}
}
