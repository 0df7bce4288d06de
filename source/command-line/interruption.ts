import {exitCodes} from '../errors/command-error.ts';

export interface Interruption {
	/** Aborted when the command is asked to end. */
	signal: AbortSignal;
	/** Asks it to end. */
	interrupt(): void;
	/** Leaves the signals to the process again. */
	release(): void;
}

/**
 * The first ^C or TERM asks the command to end; the second one ends the process.
 * @param leavesInterrupts ^C is the affair of what the command has started
 */
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
