import path from 'node:path';
import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {isSqliteFile} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {utcTime} from '../../words/utc-time.ts';
import {takeRunLock} from '../locks/lock.ts';
import {consentTo, type Interaction} from '../questions/consent.ts';
import {backupsOf, makeBackup, restoreBackup} from './backup.ts';
import {moveDamaged} from './damaged.ts';

/** Only of SQLite's file; servers have backups of their own. */
export async function* keepCopy(project: Project): AsyncGenerator<Event> {
	const backup = await makeBackup(project);
	if (!backup) return;
	const file = path.relative(project.root, backup.file);
	yield log.info(
		`The database was copied to ${file}; 'quarterdeck migrate --restore' restores it.`,
	);
}

/** Copies the current database first, or moves it away where it is damaged, so that the restore can be undone. */
export async function* restore(
	project: Project,
	{allowDataLoss}: {allowDataLoss?: boolean},
	interaction: Interaction,
): AsyncGenerator<Event, ExitCode> {
	const lock = yield* takeRunLock(project, {wait: false, signal: interaction.signal});
	try {
		const [newest] = backupsOf(project);
		if (!newest) throw withoutBackup(project);
		const time = utcTime(newest.time);
		const text = `Restore the database as it was at ${time}? Everything written since then is lost.`;
		const refusal = allowDataLoss ? undefined : yield* consentTo(text, [], interaction);
		if (refusal !== undefined) return refusal;
		let damaged: string | undefined;
		const replaced = await makeBackup(project).catch(error => {
			damaged = moveDamaged(project, error);
			return undefined;
		});
		await restoreBackup(project, newest);
		yield log.info(`The database is as it was at ${time}.`);
		if (replaced) {
			const file = path.relative(project.root, replaced.file);
			yield log.info(`The database before the restore was copied to ${file}.`);
		}
		if (damaged) {
			const file = path.relative(project.root, damaged);
			yield log.info(`The damaged file is now ${file}. Restart what still has it open.`);
		}
		return exitCodes.done;
	} finally {
		await lock.release();
	}
}

function withoutBackup({settings}: Project): CommandError {
	return new CommandError('There is no copy of the database to restore.', {
		code: 'no-backup',
		hint: isSqliteFile({settings})
			? 'The database is copied to .quarterdeck/backups/ before a migration that loses rows.'
			: `Only SQLite databases in a file are copied; use the tools of ${settings.database.driver}.`,
	});
}
