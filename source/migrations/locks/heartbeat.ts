/** In milliseconds. */
const interval = 1000;

/**
 * Gives a sign of life at intervals. A failure shows in the lock's next verification.
 * @returns stops it
 */
export function startHeartbeat(beat: () => Promise<unknown>): () => Promise<void> {
	let last: Promise<unknown> = Promise.resolve();
	const timer = setInterval(() => {
		last = last.then(beat).catch(() => {});
	}, interval);
	timer.unref();
	return async () => {
		clearInterval(timer);
		await last;
	};
}
