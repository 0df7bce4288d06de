import {existsSync, rmSync} from 'node:fs';
import type {DatabaseSync} from 'node:sqlite';
import {CommandError} from '../../errors/command-error.ts';
import {meaningOf} from '../../errors/system-error.ts';
import {sqlite} from '../../node/warnings.ts';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';

/**
 * Decides whether a server lives: a lock that the kernel releases when its holder dies, however it
 * dies. It is SQLite's lock on an empty file.
 *
 * The holder must never open the file in another way: closing any other descriptor of the file would
 * release the lock, as POSIX locks do.
 */
const held: Map<string, DatabaseSync> = holders();

/** Kept in globalThis: an unreferenced handle is garbage-collected, which releases its lock. */
function holders(): Map<string, DatabaseSync> {
	const global = globalThis as {quarterdeckServerLocks?: Map<string, DatabaseSync>};
	global.quarterdeckServerLocks ??= new Map();
	return global.quarterdeckServerLocks;
}

export function serverLockPath(root: string): string {
	return statePath(root, 'server.lock');
}

/**
 * Takes the lock for the rest of this process's life.
 * @returns false if another process holds it
 * @throws CommandError `not-locked`, for example because the disk is full
 */
export function acquireServerLock(root: string): boolean {
	const folder = ensureStateFolder(root);
	const file = serverLockPath(root);
	try {
		held.set(folder, lockAfresh(file));
		return true;
	} catch (error) {
		if (codeOf(error) === busy) return false;
		throw new CommandError(`${file} cannot be locked: ${meaningOf(error).reason}.`, {
			code: 'not-locked',
			hint: 'Free some space, and make .quarterdeck/ writable for you.',
			cause: error,
		});
	}
}

function lockAfresh(file: string): DatabaseSync {
	try {
		return lockExclusively(file);
	} catch (error) {
		if (codeOf(error) !== notADatabase) throw error;
		// SQLite refuses to read the file, so no process can hold a lock on it.
		rmSync(file, {force: true});
		return lockExclusively(file);
	}
}

/** Whether a server lives. Uses a shared lock, so that two readers never block each other. */
export function isServerLockHeld(root: string): boolean {
	if (held.has(statePath(root))) return true;
	const file = serverLockPath(root);
	if (!existsSync(file)) return false;
	const database = openDatabase(file);
	try {
		database.exec('PRAGMA busy_timeout = 0');
		database.prepare('SELECT count(*) FROM sqlite_schema').get();
		return false;
	} catch (error) {
		return codeOf(error) === busy;
	} finally {
		database.close();
	}
}

export function releaseServerLock(root: string): void {
	held.get(statePath(root))?.close();
	held.delete(statePath(root));
}

function lockExclusively(file: string): DatabaseSync {
	const database = openDatabase(file);
	try {
		// Keep no journal beside the file: readers would have to lock to recover one left by a dead holder.
		database.exec('PRAGMA busy_timeout = 500; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
		return database;
	} catch (error) {
		database.close();
		throw error;
	}
}

function openDatabase(file: string): DatabaseSync {
	const umask = process.umask(0o077);
	try {
		return new (sqlite().DatabaseSync)(file);
	} finally {
		process.umask(umask);
	}
}

/** SQLite's error numbers. */
const busy = 5;
const notADatabase = 26;

function codeOf(error: unknown): number | undefined {
	return (error as {errcode?: number}).errcode;
}
