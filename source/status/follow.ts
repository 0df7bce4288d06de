import {CommandError} from '../errors/command-error.ts';
import type {ProjectStatus} from '../runs/project-status.ts';
import {StatusWatch} from '../runs/status-watch.ts';

/** Yields the status now and after each change; a string says why it cannot be read at the moment. */
export async function* followStatus(
	directory: string,
	signal: AbortSignal,
): AsyncGenerator<ProjectStatus | string, void> {
	const watch = new StatusWatch(directory);
	const over = new AbortController();
	const news = new ReadableStream<ProjectStatus | string>({
		start(controller) {
			const close = () => {
				watch.stop();
				controller.close();
			};
			signal.addEventListener('abort', close, {signal: over.signal});
			watch.listen({
				onStatus: status => controller.enqueue(status),
				onLost: sentence => controller.enqueue(sentence),
				onNoProject: error => controller.error(new CommandError(error.message, error)),
			});
		},
	});
	try {
		for await (const item of news) {
			if (typeof item === 'string' || !item.incomplete) yield item;
		}
	} finally {
		over.abort();
		watch.stop();
	}
}
