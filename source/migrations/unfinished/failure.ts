import {messageOf} from '../../errors/command-error.ts';
import {unfinishedWays, ways} from '../../errors/ways.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {MigrationFailed} from '../../runs/events.ts';
import type {Step} from '../graph/plan.ts';
import {makesIndexConcurrently} from './concurrent-index.ts';

/** Where a migration ended before its end. */
export interface FailurePlace {
	/** From 1; 0 when it was no statement, and `sql` says what it was instead. */
	statement: number;
	sql: string;
	/** The statements that had run before. */
	sent: string[];
	/** Undefined when there was no transaction. */
	transaction: unknown;
	driver: Driver;
}

/** A migration that failed or was interrupted, with what is to be told of it. */
export class Failure extends Error {
	readonly event: MigrationFailed;
	readonly interrupted: boolean;

	/** @param error what the database threw, or `interrupted` */
	constructor({file, direction}: Step, place: FailurePlace, error: unknown) {
		super(messageOf(error));
		this.interrupted = error === 'interrupted';
		const alreadyExecuted = statementsThatStay(place);
		const noWayBack = direction === 'backwards' && /cannot be reverted/.test(this.message);
		this.event = {
			type: 'failed',
			migration: file.id,
			statement: place.statement,
			sql: place.sql,
			message: noWayBack ? `${file.id} has no down(): it cannot be unapplied.` : this.message,
			rolledBack:
				alreadyExecuted.length === 0 && (place.transaction !== undefined || place.statement < 2),
			alreadyExecuted,
			ways: alreadyExecuted.length > 0 ? unfinishedWays : [ways.migrate],
		};
	}
}

/**
 * What stays in the database when the next statement fails: MySQL and MariaDB commit before and after
 * each change of the schema, and without a transaction nothing can be undone.
 */
export function statementsThatStay({
	sql,
	sent,
	transaction,
	driver,
}: Omit<FailurePlace, 'statement'>): string[] {
	if (!transaction) return makesIndexConcurrently(sql) ? [...sent, invalid(sql)] : sent;
	if (driver === 'sqlite' || driver === 'postgresql') return [];
	return commits(sql) ? sent : sent.slice(0, sent.findLastIndex(commits) + 1);
}

function invalid(sql: string): string {
	return `${sql.trimEnd()} -- if anything, an invalid index: the next run drops it first`;
}

/** MySQL and MariaDB commit before and after such a statement. */
export function commits(sql: string): boolean {
	return /^\s*(?:create|alter|drop|rename|truncate|grant|revoke|analyze|optimize)\b/i.test(sql);
}
