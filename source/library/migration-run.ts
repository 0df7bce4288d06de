import type {Event} from '../runs/events.ts';
import type {MigrateResult, MigrationRun} from './index.ts';

/**
 * A run that can be awaited and iterated. Events are kept, so a late listener
 * misses none; a listener that leaves does not stop the run.
 */
export function startRun(
	work: (onEvent: (event: Event) => void) => Promise<MigrateResult>,
): MigrationRun {
	const events: Event[] = [];
	let news = Promise.withResolvers<void>();
	let ended = false;
	const wake = () => {
		news.resolve();
		news = Promise.withResolvers();
	};
	const result = work(event => {
		events.push(event);
		wake();
	}).finally(() => {
		ended = true;
		wake();
	});
	async function* listen(): AsyncGenerator<Event, void> {
		for (let index = 0; ; index++) {
			while (index >= events.length && !ended) await news.promise;
			if (index >= events.length) break;
			yield events[index]!;
		}
		await result;
	}
	return Object.assign(result, {
		[Symbol.asyncIterator]: () => {
			// Errors are thrown to listeners.
			result.catch(() => {});
			return listen();
		},
	});
}
