import type {ExitCode} from '../errors/command-error.ts';
import {CommandError} from '../errors/command-error.ts';
import {ways} from '../errors/ways.ts';
import {rollBack} from '../migrations/engine/engine.ts';
import {readMigrationState, unappliedNotice} from '../migrations/graph/state.ts';
import {takeRunLock} from '../migrations/locks/lock.ts';
import {verifyDatabaseIsWritable} from '../migrations/migrate/refusals.ts';
import type {Interaction} from '../migrations/questions/consent.ts';
import type {Project} from '../project/project.ts';
import type {Event} from '../runs/events.ts';
import {type OpenData, openData} from './tables.ts';

/** The flags of a command that changes rows. */
export const guardFlags = {
	allowProduction: {
		type: 'boolean',
		help: 'run in production without typing the name of the database',
	},
	noWait: {type: 'boolean', help: 'exit with 4 if another run holds the lock'},
} as const;

export interface WriteRequest {
	noWait: boolean;
	/** @returns the exit code unless it is allowed */
	consent(): AsyncGenerator<Event, ExitCode | undefined>;
	/** All or nothing of it stays. */
	work(open: OpenData, transaction: unknown): Promise<void>;
	/** Called after the commit. */
	done?(open: OpenData): Promise<void>;
}

/**
 * Changes rows of the project in one transaction, while no migrate runs.
 * @returns the exit code when it was not allowed
 * @throws CommandError `lock-held`, `unapplied-migrations`, `database-unreachable`
 */
export async function* changeRows(
	project: Project,
	{noWait, consent, work, done}: WriteRequest,
	{signal}: Interaction,
): AsyncGenerator<Event, ExitCode | undefined> {
	const lock = yield* takeRunLock(project, {wait: !noWait, signal});
	try {
		await refuseUnapplied(project);
		verifyDatabaseIsWritable(project);
		const open = await openData(project);
		try {
			const refusal = yield* consent();
			if (refusal !== undefined) return refusal;
			const transaction = await open.engine.connection.begin();
			try {
				await work(open, transaction);
				await lock.verify();
				await open.engine.connection.commit(transaction);
			} catch (error) {
				await rollBack(open.engine, transaction);
				throw error;
			}
			await done?.(open);
			return undefined;
		} finally {
			await open.close();
		}
	} finally {
		await lock.release();
	}
}

async function refuseUnapplied(project: Project): Promise<void> {
	const [sentence, hint] = unappliedNotice(await readMigrationState(project));
	if (sentence === undefined) return;
	throw new CommandError(sentence, {code: 'unapplied-migrations', hint, ways: [ways.migrate]});
}
