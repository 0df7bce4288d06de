import path from 'node:path';
import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {takeRunLock} from '../locks/lock.ts';
import {type Asking, consentTo} from '../questions/consent.ts';
import {backupsOf, makeBackup, restoreBackup} from './backup.ts';

/** Only SQLite's file can be copied; a server has backups of its own. */
export async function* keepCopy(project: Project): AsyncGenerator<Event> {
	const backup = await makeBackup(project);
	if (!backup) return;
	const file = path.relative(project.root, backup.file);
	yield log.info(
		`A copy of the database is kept in ${file}; 'quarterdeck migrate --restore' brings it back.`,
	);
}

/** What is replaced is kept as well, so that bringing it back can be undone. */
export async function* restore(
	project: Project,
	{allowDataLoss}: {allowDataLoss?: boolean},
	asking: Asking,
): AsyncGenerator<Event, ExitCode> {
	const lock = yield* takeRunLock(project, {wait: false, signal: asking.signal});
	try {
		const [newest] = backupsOf(project);
		if (!newest) throw withoutBackup(project);
		const time = newest.time
			.toISOString()
			.replace('T', ' ')
			.replace(/\.\d+Z$/, ' UTC');
		const text = `Bring back the database as it was at ${time}? What was written since then is lost.`;
		const refusal = allowDataLoss ? undefined : yield* consentTo(text, asking);
		if (refusal !== undefined) return refusal;
		const replaced = await makeBackup(project);
		await restoreBackup(project, newest);
		yield log.info(`The database is as it was at ${time}.`);
		if (replaced)
			yield log.info(`What it was is kept in ${path.relative(project.root, replaced.file)}.`);
		return exitCodes.done;
	} finally {
		await lock.release();
	}
}

function withoutBackup({settings: {database}}: Project): CommandError {
	return new CommandError('There is no copy of the database to bring back.', {
		code: 'no-backup',
		hint:
			database.driver === 'sqlite'
				? 'One is kept in .quarterdeck/backups/ before a migration that loses rows.'
				: `Copies are kept of SQLite databases only; use the tools of ${database.driver}.`,
	});
}
