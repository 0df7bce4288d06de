import type {CompleteSettings} from './settings.ts';

/** How long a migration waits for others before it gives way to them. All times in milliseconds. */
export interface WaitLimits {
	/** For one lock; 0 waits for as long as it takes. */
	lockTimeout: number;
	/** How often a statement, or a transaction, is tried again. */
	lockRetries: number;
	/** For one statement; 0 is the database's own limit. */
	statementTimeout: number;
}

const units: Record<string, number> = {ms: 1, s: 1000, min: 60_000};

/** @throws never: the schema of the settings has checked the texts */
export function waitLimitsOf({migrations}: Pick<CompleteSettings, 'migrations'>): WaitLimits {
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

/** The longest time that SQLite knows, in milliseconds. */
const forever = 2 ** 31 - 1;

/** How long SQLite waits for other connections, in milliseconds. */
export function busyTimeoutOf({lockTimeout}: WaitLimits): number {
	return lockTimeout || forever;
}
