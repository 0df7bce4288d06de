/** Django's levels, mildest first. */
export const levels = ['debug', 'info', 'warning', 'error', 'critical'] as const;
/** How serious a finding is: `debug`, `info`, `warning`, `error` or `critical`. */
export type Level = (typeof levels)[number];

/** A problem, present or future. */
export interface Finding {
	/** Stable, and used in `silencedChecks`: `books.W001`. */
	id: string;
	level: Level;
	/** One sentence. */
	message: string;
	/** The next step. */
	hint?: string;
	/** Absolute path of the file concerned. */
	file?: string;
	/** Counts from 1. */
	line?: number;
}

export function isAtLeast(level: Level, bound: Level): boolean {
	return levels.indexOf(level) >= levels.indexOf(bound);
}
