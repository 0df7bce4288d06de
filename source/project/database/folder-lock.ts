import {readFileSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {ownName} from '../../system/own-name.ts';
import {allProcesses, commandLineOf, openFilesOf} from '../../system/proc.ts';
import {BuiltInSqlite} from './built-in-sqlite.ts';

/** As others see the process that holds a folder. */
interface Holder {
	/** `quarterdeck migrate` */
	name: string;
	pid: number;
	/** Who started it, and when, as ISO time. */
	operator: string;
	since: string;
	/** A server keeps it for long: waiting is of no use. */
	stays?: true;
}

export class FolderInUse extends Error {
	readonly holder: Holder;

	constructor(message: string, holder: Holder) {
		super(message);
		this.holder = holder;
	}
}

interface Held {
	lock: BuiltInSqlite;
	users: number;
}

/** Between two attempts, and how long they go on, in milliseconds. */
const interval = 50;
const longestWait = 5000;

/** Kept in globalThis: a lock that is garbage-collected is released. */
const global = globalThis as {quarterdeckFolders?: Map<string, Held>};
global.quarterdeckFolders ??= new Map();
const held = global.quarterdeckFolders;

/**
 * Keeps other processes out of a data folder of PGlite, which does not look itself whether another one has
 * it open: two of them destroy the data. The kernel releases the lock when its holder dies. Programs that
 * know nothing of the lock are found by their open files, on Linux.
 * @param folder its real path; it exists
 * @returns ends it
 * @throws FolderInUse
 */
export async function holdFolder(folder: string, {waits = true} = {}): Promise<() => void> {
	const end = performance.now() + (waits ? longestWait : 0);
	while (!held.has(folder)) {
		const holder = take(folder);
		if (!holder) break;
		// The next application begins while the last one ends.
		const mayWait = !holder.stays || ownName().stays;
		if (!mayWait || performance.now() >= end)
			throw new FolderInUse(`${holder.name} (process ${holder.pid}) has it open`, holder);
		await delay(interval);
	}
	const mine = held.get(folder)!;
	mine.users++;
	return () => {
		mine.users--;
		if (mine.users > 0) return;
		held.delete(folder);
		mine.lock.close();
	};
}

/** @returns who has the folder, if it cannot be taken */
function take(folder: string): Holder | undefined {
	const file = path.join(folder, 'quarterdeck.lock');
	const note = path.join(folder, 'quarterdeck.pid');
	let lock: BuiltInSqlite | undefined;
	try {
		lock = new BuiltInSqlite(file, {});
		lock.pragma('journal_mode = memory');
		lock.exec('begin exclusive');
	} catch (error) {
		lock?.close();
		if ((error as {code?: string}).code === 'SQLITE_BUSY') return readHolder(note);
		throw error;
	}
	const other = otherProcessIn(folder);
	if (other) {
		lock.close();
		return other;
	}
	const since = new Date().toISOString();
	const holder: Holder = {...ownName(), pid: process.pid, operator: userName(), since};
	try {
		writeFileSync(note, `${JSON.stringify(holder)}\n`, {mode: 0o600});
	} catch (error) {
		lock.close();
		throw error;
	}
	held.set(folder, {lock, users: 0});
	return undefined;
}

/** A container may have users without a name. */
function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return process.env.USER ?? 'unknown';
	}
}

function readHolder(note: string): Holder {
	try {
		const {name, pid, operator, since, stays} = JSON.parse(readFileSync(note, 'utf8'));
		return {name: String(name), pid: Number(pid), operator, since, stays};
	} catch {
		return {name: 'another program', pid: 0, operator: '', since: ''};
	}
}

function otherProcessIn(folder: string): Holder | undefined {
	const inside = `${folder}${path.sep}`;
	const pid = allProcesses().find(
		pid =>
			pid !== process.pid &&
			openFilesOf(pid).some(
				file => file.startsWith(inside) && !file.startsWith(`${inside}quarterdeck.`),
			),
	);
	if (pid === undefined) return undefined;
	const [program = '', script = ''] = commandLineOf(pid);
	const name = [path.basename(program), path.basename(script)].filter(Boolean).join(' ');
	return {name, pid, operator: '', since: '', stays: true};
}
