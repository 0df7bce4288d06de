import type {CompleteSettings} from '../../project/settings/settings.ts';

/** How long a migration waits for others before it gives way to them. All times in milliseconds. */
export interface Limits {
	/** For one lock; 0 waits for as long as it takes. */
	lockTimeout: number;
	/** How often a statement, or a transaction, is tried again. */
	lockRetries: number;
	/** For one statement; 0 is the database's own limit. */
	statementTimeout: number;
}

const units: Record<string, number> = {ms: 1, s: 1000, min: 60_000};

/** @throws never: the schema of the settings has checked the texts */
export function limitsOf({migrations}: Pick<CompleteSettings, 'migrations'>): Limits {
	const {lockTimeout, lockRetries, statementTimeout} = migrations;
	return {
		lockTimeout: millisecondsOf(lockTimeout),
		lockRetries,
		statementTimeout: millisecondsOf(statementTimeout),
	};
}

/** @param text a number and its unit: `500ms`, `2s`, `1.5min`; `0` */
function millisecondsOf(text: string): number {
	const [, number, unit = 'ms'] = /^([\d.]+)(ms|s|min)?$/.exec(text)!;
	return Math.round(Number(number) * units[unit]!);
}

const firstPause = 500;
const longestPause = 15_000;
const growth = 1.3;

/**
 * Milliseconds before the next attempt. They grow, so that a long blocker is not asked all the time, and vary, so
 * that two runs do not meet again and again.
 * @param attempt the one that failed, from 1
 */
export function pauseAfter(attempt: number): number {
	const pause = Math.min(firstPause * growth ** (attempt - 1), longestPause);
	return Math.round(pause * (0.75 + Math.random() / 2));
}
