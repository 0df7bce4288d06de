import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {quoteName} from '../../project/database/dialect.ts';
import {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {readMigrationState} from '../graph/state.ts';
import {takeRunLock} from '../locks/lock.ts';
import {confirmed, type Interaction} from '../questions/consent.ts';
import type {MigrateRequest} from './migrate.ts';

/**
 * Removes an app's records of migrations whose files are missing; in Django's words.
 * @throws CommandError `usage` without an app, `lock-held`
 */
export async function* prune(
	project: Project,
	app: string | undefined,
	{noinput, noWait}: MigrateRequest,
	interaction: Interaction,
): AsyncGenerator<Event, ExitCode> {
	if (app === undefined) {
		throw new CommandError('Migrations can be pruned only when an app is specified.', {
			code: 'usage',
			hint: "Run 'quarterdeck migrate APP --prune'.",
		});
	}
	const lock = yield* takeRunLock(project, {wait: !noWait, signal: interaction.signal});
	const identity = new SqliteIdentity(project);
	try {
		const {apps} = await readMigrationState(project);
		const ids = apps.find(({label}) => label === app)!.missing.map(({id}) => id);
		yield log.heading('Pruning migrations:');
		if (ids.length === 0) {
			yield log.info('  No migrations to prune.');
			return exitCodes.done;
		}
		const question = `${ids.join(', ')}: continue?`;
		const answer = yield* confirmed('prune', question, {noinput}, interaction);
		if (answer === undefined) return exitCodes.answerNeeded;
		identity.verify();
		if (answer) yield* remove(project, ids);
		else yield log.info('  Nothing was changed.');
		return exitCodes.done;
	} finally {
		await lock.release();
	}
}

async function* remove(project: Project, ids: string[]): AsyncGenerator<Event> {
	const database = (await connectDatabase(project))!;
	try {
		const table = quoteName(project.migrations.tableName, database.dialect);
		for (const id of ids) {
			await database.query(`delete from ${table} where name = ?`, [id]);
			yield log.info(`  Pruning ${id} OK`);
		}
	} finally {
		await database.close();
	}
}
