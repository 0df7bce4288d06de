/** As Django has them, the mildest first. */
export const levels = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type Level = (typeof levels)[number];

/** Something that fails, or will. */
export interface Finding {
	/** Stable, and what `silencedChecks` names: `books.W001`. */
	id: string;
	level: Level;
	/** One sentence. */
	message: string;
	/** The next step. */
	hint?: string;
	/** Absolute path of the file where it stands. */
	file?: string;
	/** Counts from 1. */
	line?: number;
}

export function isAtLeast(level: Level, bound: Level): boolean {
	return levels.indexOf(level) >= levels.indexOf(bound);
}
