import {chmodSync, existsSync, readdirSync, renameSync} from 'node:fs';
import path from 'node:path';
import {CommandError, isCommandError} from '../../errors/command-error.ts';
import {meaningOf} from '../../errors/system-error.ts';
import {ways} from '../../errors/ways.ts';
import {isSqliteFile, sqliteFile} from '../../project/database/address.ts';
import {BuiltInSqlite} from '../../project/database/built-in-sqlite.ts';
import {connectFile, usesBetterSqlite3} from '../../project/database/sqlite.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {syncFolder} from '../../system/atomic-file.ts';
import {removeIfPossible} from '../../system/remove-file.ts';

/** How many backups are kept. */
const limit = 3;
/** How many pages are copied before other work gets a turn. */
const pages = 2000;
/** How long readers and writers may delay a copy, in milliseconds. */
const timeout = 30_000;

/** A copy of a SQLite database, made before rows are lost. */
export interface Backup {
	/** Absolute path. */
	file: string;
	/** When it was made. */
	time: Date;
}

/** The newest first. */
export function backupsOf(project: Project): Backup[] {
	const folder = statePath(project.root, 'backups');
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.flatMap(name => {
			const parts = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)-.*[^~]$/.exec(name);
			if (!parts) return [];
			const time = new Date(`${parts[1]}:${parts[2]}:${parts[3]}`);
			return [{file: path.join(folder, name), time}];
		})
		.sort((one, other) => other.time.getTime() - one.time.getTime());
}

/**
 * Copies the database with SQLite's own backup, which includes what a write-ahead log holds and waits for
 * writers. Only its owner may read the copy.
 * @returns undefined if there is no file to copy
 * @throws CommandError `no-backup` before anything has run
 */
export async function makeBackup(project: Project, now = new Date()): Promise<Backup | undefined> {
	const source = sqliteFile(project);
	if (!isSqliteFile(project) || !existsSync(source)) return undefined;
	let file = '';
	try {
		const time = later(now, backupsOf(project)[0]);
		const name = `${time.toISOString().replaceAll(':', '-')}-${path.basename(source)}`;
		file = statePath(project.root, 'backups', name);
		ensureStateFolder(project.root, 'backups');
		await copySqlite(project, `${file}~`);
		chmodSync(`${file}~`, 0o600);
		renameSync(`${file}~`, file);
		syncFolder(path.dirname(file));
		for (const {file: old} of backupsOf(project).slice(limit)) removeIfPossible(old);
		return {file, time};
	} catch (error) {
		for (const ending of ['~', '~-journal']) if (file) removeIfPossible(`${file}${ending}`);
		const {reason} = meaningOf(isCommandError(error) ? error.cause : error);
		throw new CommandError(`The database could not be copied: ${reason}.`, {
			code: 'no-backup',
			hint: 'Nothing was changed. Free some space, and make .quarterdeck/ writable for you.',
			cause: error,
		});
	}
}

/**
 * Copies the database as it is now to a new file.
 * @throws the system's error, or the driver's
 */
export async function copySqlite(
	project: Project,
	to: string,
	signal?: AbortSignal,
): Promise<void> {
	if (!usesBetterSqlite3(project)) return vacuum(project, to);
	await copy(project, sqliteFile(project), to, signal);
}

/** Of a clock that was set back, no copy may count as older than those before it: the oldest are removed. */
function later(now: Date, newest: Backup | undefined): Date {
	return new Date(Math.max(now.getTime(), (newest?.time.getTime() ?? 0) + 1));
}

/**
 * Replaces the content of the database in one transaction, which those who have it open see.
 * @throws CommandError `not-restored`
 */
export async function restoreBackup(project: Project, {file}: Backup): Promise<void> {
	try {
		await copy(project, file, sqliteFile(project));
	} catch (error) {
		throw new CommandError(`The database could not be restored: ${meaningOf(error).reason}.`, {
			code: 'not-restored',
			hint: 'Stop what uses it (quarterdeck stopserver), and try again.',
			ways: [ways.stopServer],
			cause: error,
		});
	}
}

/** With the project's own driver, which may have the database open. */
async function vacuum(project: Project, to: string): Promise<void> {
	const umask = process.umask(0o077);
	const database = await connectDatabase(project);
	try {
		await database?.query(`pragma busy_timeout = ${timeout}`);
		await database?.query('vacuum into ?', [to]);
	} finally {
		process.umask(umask);
		await database?.close();
	}
}

async function copy(
	project: Project,
	from: string,
	to: string,
	signal?: AbortSignal,
): Promise<void> {
	const umask = process.umask(0o077);
	const options = {fileMustExist: true, timeout};
	const database = usesBetterSqlite3(project)
		? connectFile(project, from, options)
		: new BuiltInSqlite(from, options);
	const end = performance.now() + timeout;
	try {
		await database.backup(to, {
			progress() {
				signal?.throwIfAborted();
				if (performance.now() > end) throw new Error('it is in use');
				return pages;
			},
		});
	} finally {
		process.umask(umask);
		database.close();
	}
}
