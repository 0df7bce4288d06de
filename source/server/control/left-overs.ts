import {readdirSync, readFileSync, readlinkSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {identify, isAlive, type ProcessIdentity} from '../../system/process-identity.ts';
import {endProcesses} from './orphans.ts';
import {acquireServerLock, releaseServerLock} from './server-lock.ts';

/** Milliseconds until a process that does not leave is killed. */
const patience = 3000;
const programs = /\/dist\/server\/(?:runner|child)\.js$/;

/**
 * Ends what a server of the project has left behind and no state file tells of any more. Meanwhile
 * it holds the server's lock, so that nothing of a living server can be meant.
 * @returns false when there was nothing
 */
export async function endLeftOvers(root: string): Promise<boolean> {
	if (!acquireServerLock(root)) return false;
	try {
		const left = leftOvers(root);
		await endProcesses(left, patience);
		return left.length > 0;
	} finally {
		releaseServerLock(root);
	}
}

/**
 * The processes of a development server that work in the project's folder, but this one and its
 * children. None where /proc does not tell: another system, or another user's process.
 */
export function leftOvers(root: string): ProcessIdentity[] {
	const folder = realpathSync(root);
	return numbersIn('/proc')
		.filter(pid => pid !== process.pid && isOfServer(pid, folder))
		.map(identify)
		.filter(isAlive);
}

function isOfServer(pid: number, folder: string): boolean {
	try {
		if (readlinkSync(path.join('/proc', String(pid), 'cwd')) !== folder) return false;
		const [, program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
		return programs.test(program) && parentOf(pid) !== process.pid;
	} catch {
		return false;
	}
}

/** Fields of /proc/PID/stat count from behind the name, which may hold anything. */
function parentOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function numbersIn(folder: string): number[] {
	try {
		return readdirSync(folder).map(Number).filter(Number.isInteger);
	} catch {
		return [];
	}
}
