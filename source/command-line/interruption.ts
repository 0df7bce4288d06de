import {exitCodes} from '../errors/command-error.ts';

export interface Interruption {
	/** Asks the command to end. */
	signal: AbortSignal;
	interrupt(): void;
	/** Restores the default handling of signals. */
	release(): void;
}

/** The first ^C or TERM asks the command to end; the second one ends the process. */
export function interruption(leavesInterrupts = false): Interruption {
	const controller = new AbortController();
	const ask = () => {
		if (controller.signal.aborted) process.exit(exitCodes.interrupted);
		controller.abort();
	};
	const onInterrupt = leavesInterrupts ? () => {} : ask;
	process.on('SIGINT', onInterrupt).on('SIGTERM', ask);
	return {
		signal: controller.signal,
		interrupt: () => controller.abort(),
		release: () => {
			process.off('SIGINT', onInterrupt).off('SIGTERM', ask);
		},
	};
}
