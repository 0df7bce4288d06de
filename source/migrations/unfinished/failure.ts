import {isCommandError, messageOf} from '../../errors/command-error.ts';
import {unfinishedWays, ways} from '../../errors/ways.ts';
import {isLostConnection, isRefusal} from '../../project/database/answers.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {canRollBackSchema} from '../../project/database/dialect.ts';
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
	driver: Dialect;
}

/** A migration that failed or was interrupted, with the event that reports it. */
export class Failure extends Error {
	readonly event: MigrationFailed;
	/** Also set where an interruption was the reason to give up. */
	interrupted: boolean;

	/** @param error what the database threw, or `interrupted` */
	constructor({file, direction}: Step, place: FailurePlace, error: unknown) {
		super(messageOf(error), {cause: error});
		this.interrupted = error === 'interrupted';
		const {statement, sql} = place;
		const alreadyExecuted = committedStatements(statement > 0 ? place : {...place, sql: ''});
		const mayBeDone = isInDoubt(place, error);
		const isIrreversible = direction === 'backwards' && /cannot be reverted/.test(this.message);
		this.event = {
			type: 'failed',
			migration: file.id,
			statement,
			sql,
			message: isIrreversible ? withoutDown(file.id) : this.message + afterRefusedAlgorithm(error),
			rolledBack: alreadyExecuted.length === 0 && !mayBeDone && leavesNothing(place),
			...(mayBeDone && {mayBeDone}),
			alreadyExecuted,
			// Whether a commit was done, the next run sees by itself.
			ways:
				alreadyExecuted.length > 0 || (mayBeDone && sql !== commit)
					? unfinishedWays
					: [ways.migrate],
		};
	}
}

export function withoutDown(id: string): string {
	return `${id} has no down(): it cannot be unapplied.`;
}

/** What to do when MySQL or MariaDB does not make a change in the way that the statement demands. */
function afterRefusedAlgorithm(error: unknown): string {
	const {errno} = (error ?? {}) as {errno?: unknown};
	if (errno !== 1845 && errno !== 1846) return '';
	return '. To let the server copy the table, take the algorithm and the lock out of this statement in the file, and migrate while nobody writes to the table.';
}

/** The place of a failure after the last statement. */
export const commit = 'commit';

/** Whether what failed may be done all the same: it commits by itself, and no refusal came. */
function isInDoubt({statement, sql, transaction, driver}: FailurePlace, error: unknown): boolean {
	if (error === 'interrupted' || isCommandError(error)) return false;
	// Only a server can be lost.
	if (driver === 'sqlite' && !isLostConnection(error)) return false;
	if (sql === commit) return !isRefusal(error);
	if (transaction && canRollBackSchema(driver)) return false;
	// Outside of statements an error may be the migration's own.
	if (statement === 0) return isLostConnection(error);
	if (transaction && !commitsImplicitly(sql)) return false;
	return !isRefusal(error) || (!canRollBackSchema(driver) && dropsSeveral.test(sql));
}

/** MySQL and MariaDB drop those that they find before they refuse the statement for another. */
const dropsSeveral = /^\s*drop\s+(?:table|view)\b[^;]*,/i;

/** Of MySQL and MariaDB nobody says that a change of the schema was rolled back. */
function leavesNothing({statement, sql, transaction, driver}: FailurePlace): boolean {
	if (canRollBackSchema(driver)) return transaction !== undefined || statement < 2;
	return transaction !== undefined && (statement === 0 || !commitsImplicitly(sql));
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

const comment = /^(?:\s|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*(?!M?!)[\s\S]*?\*\/)+/;
const commits = new RegExp(
	[
		'\\/\\*M?!',
		'(?:create|drop)(?!\\s+temporary)\\b',
		'(?:alter|rename|truncate|grant|revoke|analyze|optimize|repair|check|cache|flush|lock|unlock|reset)\\b',
		'(?:begin|start|commit|rollback(?!\\s+to)|xa|call|execute|backup|import|install|uninstall)\\b',
		'set\\s+(?:(?:global|session|local)\\s+|@@(?:\\w+\\.)?)?(?:autocommit|password|statement|role|default\\s+role)\\b',
	].join('|'),
	'iy',
);

/** MySQL and MariaDB commit before and after such a statement, or may do so. */
export function commitsImplicitly(sql: string): boolean {
	commits.lastIndex = 0;
	return commits.test(sql.replace(comment, ''));
}
