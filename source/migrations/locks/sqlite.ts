import {closeSync, ftruncateSync, openSync, readFileSync, writeSync} from 'node:fs';
import {sqliteFile} from '../../project/database/address.ts';
import {BuiltInSqlite} from '../../project/database/built-in-sqlite.ts';
import {connectFile, usesBetterSqlite3} from '../../project/database/sqlite.ts';
import type {Project} from '../../project/project.ts';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {removeIfPossible} from '../../system/remove-file.ts';
import type {DatabaseLock, LockHolder} from './lock.ts';

type LockFile = ReturnType<typeof connectFile>;

/**
 * The locks that this process holds. The driver closes a connection that is garbage collected, which
 * would let others in during the run.
 */
const heldLocks = new Set<LockFile>();

/**
 * SQLite's own lock on an empty file, with a note about its holder beside it. The kernel releases the lock
 * when the holder dies, however it dies; the note is only for people. The lock protects the plan. That a
 * migration runs only once is ensured by the write lock of its own transaction, also where this file
 * cannot be written (the state folder may be another user's).
 */
export function sqliteLock(project: Project): DatabaseLock {
	const noteFile = statePath(project.root, 'migrate.json');
	let held: LockFile | undefined;
	let note: number | undefined;
	let length = 0;
	const publish = (holder: LockHolder) => {
		const text = Buffer.from(`${JSON.stringify(holder)}\n`);
		try {
			note ??= openSync(noteFile, 'w', 0o600);
			writeSync(note, text, 0, text.length, 0);
			if (text.length < length) ftruncateSync(note, text.length);
			length = text.length;
		} catch {}
	};
	return {
		async take(holder) {
			if (sqliteFile(project) === ':memory:') return true;
			try {
				ensureStateFolder(project.root);
				held = lockFile(project);
			} catch (error) {
				return !isBusy(error);
			}
			heldLocks.add(held);
			publish(holder);
			return true;
		},
		async holder() {
			return readHolder(noteFile);
		},
		async update(holder) {
			if (held) publish(holder);
		},
		// The kernel takes it from nobody, and the write lock of each migration is the one that counts.
		isHeld: async () => true,
		async release() {
			try {
				if (note !== undefined) closeSync(note);
			} catch {}
			note = undefined;
			length = 0;
			if (!held) return;
			removeIfPossible(noteFile);
			held.close();
			heldLocks.delete(held);
			held = undefined;
		},
	};
}

/** @returns undefined without a note, or with a damaged one */
function readHolder(noteFile: string): LockHolder | undefined {
	try {
		const holder = JSON.parse(readFileSync(noteFile, 'utf8'));
		const isWhole = [holder.operator, holder.host, holder.since].every(
			text => typeof text === 'string',
		);
		return isWhole ? holder : undefined;
	} catch {
		return undefined;
	}
}

/** @throws the driver's error */
function lockFile(project: Project): LockFile {
	const file = statePath(project.root, 'migrate.lock');
	try {
		return lockExclusively(project, file);
	} catch (error) {
		if (!/SQLITE_NOTADB/.test((error as {code: string}).code)) throw error;
		// SQLite refuses to read the file, so no process can hold a lock on it.
		removeIfPossible(file);
		return lockExclusively(project, file);
	}
}

function lockExclusively(project: Project, file: string): LockFile {
	const umask = process.umask(0o077);
	try {
		// libSQL closes a connection, and so releases its locks, when it is garbage-collected.
		const database = usesBetterSqlite3(project)
			? connectFile(project, file, {timeout: 0})
			: new BuiltInSqlite(file, {timeout: 0});
		try {
			// No journal beside the file: one that a dead holder left would have to be recovered.
			database.pragma('journal_mode = memory');
			database.exec('begin exclusive');
			return database;
		} catch (error) {
			database.close();
			throw error;
		}
	} finally {
		process.umask(umask);
	}
}

function isBusy(error: unknown): boolean {
	return /SQLITE_BUSY/.test((error as {code: string}).code);
}
