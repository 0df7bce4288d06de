import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {readMigrationState} from '../graph/state.ts';
import {takeRunLock} from '../locks/lock.ts';
import {type Asking, confirmed} from '../questions/consent.ts';
import {quoteName} from '../record/recorder.ts';
import type {MigrateRequest} from './migrate.ts';

/**
 * Takes out of the record of an app what has no file any more; in Django's words.
 * @throws CommandError without an app, `lock-held`
 */
export async function* prune(
	project: Project,
	app: string | undefined,
	{noinput, noWait}: MigrateRequest,
	asking: Asking,
): AsyncGenerator<Event, ExitCode> {
	if (app === undefined) {
		throw new CommandError('Migrations can be pruned only when an app is specified.', {
			code: 'usage',
			hint: "Run 'quarterdeck migrate APP --prune'.",
		});
	}
	const lock = yield* takeRunLock(project, {wait: !noWait, signal: asking.signal});
	try {
		const {apps} = await readMigrationState(project);
		const {missing} = apps.find(({label}) => label === app)!;
		const ids = missing.map(({id}) => id);
		yield log.heading('Pruning migrations:');
		if (ids.length === 0) {
			yield log.info('  No migrations to prune.');
			return exitCodes.done;
		}
		const answer = yield* confirmed('prune', `${ids.join(', ')}: go on?`, {noinput}, asking);
		if (answer === undefined) return exitCodes.answerNeeded;
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
