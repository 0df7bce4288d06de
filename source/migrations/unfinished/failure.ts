import {messageOf} from '../../errors/command-error.ts';
import {unfinishedWays, ways} from '../../errors/ways.ts';
import {canRollBackSchema} from '../../project/database/dialect.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {MigrationFailed} from '../../runs/events.ts';
import type {Step} from '../graph/plan.ts';
import {makesIndexConcurrently} from './concurrent-index.ts';

/** Where a migration failed. */
export interface FailurePlace {
	/** From 1; 0 when it was no statement, and `sql` says where it happened instead. */
	statement: number;
	sql: string;
	/** The statements that had run before. */
	sent: string[];
	/** Undefined when there was no transaction. */
	transaction: unknown;
	driver: Driver;
}

/** A migration that failed or was interrupted, with the event that reports it. */
export class Failure extends Error {
	readonly event: MigrationFailed;
	readonly interrupted: boolean;

	/** @param error what the database threw, or `interrupted` */
	constructor({file, direction}: Step, place: FailurePlace, error: unknown) {
		super(messageOf(error));
		this.interrupted = error === 'interrupted';
		const {statement, sql, transaction} = place;
		const alreadyExecuted = committedStatements(place);
		const isIrreversible = direction === 'backwards' && /cannot be reverted/.test(this.message);
		this.event = {
			type: 'failed',
			migration: file.id,
			statement,
			sql,
			message: isIrreversible ? withoutDown(file.id) : this.message,
			rolledBack: alreadyExecuted.length === 0 && (transaction !== undefined || statement < 2),
			alreadyExecuted,
			ways: alreadyExecuted.length > 0 ? unfinishedWays : [ways.migrate],
		};
	}
}

export function withoutDown(id: string): string {
	return `${id} has no down(): it cannot be unapplied.`;
}

/** The statements that stay in the database when the next one, `sql`, fails. */
export function committedStatements({
	sql,
	sent,
	transaction,
	driver,
}: Omit<FailurePlace, 'statement'>): string[] {
	if (!transaction) return makesIndexConcurrently(sql) ? [...sent, invalidIndex(sql)] : sent;
	if (canRollBackSchema(driver)) return [];
	if (commitsImplicitly(sql)) return sent;
	return sent.slice(0, sent.findLastIndex(commitsImplicitly) + 1);
}

function invalidIndex(sql: string): string {
	return `${sql.trimEnd()} -- may have left an invalid index, which the next run drops first`;
}

/** MySQL and MariaDB commit before and after such a statement. */
export function commitsImplicitly(sql: string): boolean {
	return /^\s*(?:create|alter|drop|rename|truncate|grant|revoke|analyze|optimize)\b/i.test(sql);
}
