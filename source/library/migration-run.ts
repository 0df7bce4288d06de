import type {Event} from '../runs/events.ts';
import type {MigrateResult, MigrationRun} from './index.ts';

/**
 * A run that can be awaited and listened to. Events are kept, so that whoever begins to listen late
 * misses none; who stops listening does not stop the run.
 */
export function startRun(
	work: (onEvent: (event: Event) => void) => Promise<MigrateResult>,
): MigrationRun {
	const events: Event[] = [];
	let news = Promise.withResolvers<void>();
	let ended = false;
	const tell = () => {
		news.resolve();
		news = Promise.withResolvers();
	};
	const result = work(event => {
		events.push(event);
		tell();
	}).finally(() => {
		ended = true;
		tell();
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
			// What goes wrong is thrown to whoever listens.
			result.catch(() => {});
			return listen();
		},
	});
}
