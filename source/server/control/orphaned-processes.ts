/** Processes of a development server whose runner has died. */
import {realpathSync} from 'node:fs';
import {endProcesses} from '../../system/end-processes.ts';
import {allProcesses, commandLineOf, readStat, workingFolderOf} from '../../system/proc.ts';
import {identify, isAlive, type ProcessIdentity} from '../../system/process-identity.ts';
import {acquireServerLock, releaseServerLock} from './server-lock.ts';

/** Milliseconds between TERM and KILL. */
const timeout = 3000;
const programs = /\/dist\/server\/(?:runner|child)\.js$/;

/**
 * Ends the orphaned processes that no state file names any more. It holds the server's lock meanwhile,
 * so that those of a running server are never touched. @returns false when there were none
 */
export async function endOrphans(root: string): Promise<boolean> {
	if (!acquireServerLock(root)) return false;
	try {
		return (await endProcesses(findOrphans(root), timeout)).length > 0;
	} finally {
		releaseServerLock(root);
	}
}

/**
 * The processes of a development server that run in the project's folder, except this process and
 * its children. None where /proc does not show them: on another system, or of another user.
 */
export function findOrphans(root: string): ProcessIdentity[] {
	const folder = realpathSync(root);
	return allProcesses()
		.filter(pid => pid !== process.pid && isOfServer(pid, folder))
		.map(identify)
		.filter(isAlive);
}

function isOfServer(pid: number, folder: string): boolean {
	if (workingFolderOf(pid) !== folder) return false;
	// Node's own options come before the program.
	const [, ...words] = commandLineOf(pid);
	const program = words.find(word => !word.startsWith('-')) ?? '';
	return programs.test(program) && readStat(pid)?.parent !== process.pid;
}
