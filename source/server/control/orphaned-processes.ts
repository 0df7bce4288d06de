/** Processes of a development server whose runner has died. */
import {realpathSync} from 'node:fs';
import path from 'node:path';
import {groupsNamed, removeGroup} from '../../system/control-group.ts';
import {type EndableProcess, endProcesses} from '../../system/end-processes.ts';
import {endKin, kinOf} from '../../system/kin.ts';
import {allProcesses, commandLineOf, readStat, workingFolderOf} from '../../system/proc.ts';
import {identify, isAlive, type ProcessIdentity} from '../../system/process-identity.ts';
import {groupBeginning, markedWith, markOf} from './application-mark.ts';
import {acquireServerLock, releaseServerLock} from './server-lock.ts';
import {readServerRecord} from './server-state.ts';

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
		const ended = await endProcesses(findOrphans(root), timeout);
		await endLeftovers(root, readServerRecord(root)?.children ?? [], timeout);
		return ended.length > 0;
	} finally {
		releaseServerLock(root);
	}
}

/**
 * Ends what applications of the project have started and left behind. The caller holds the server's lock.
 * @param children of the server before, as its state file has them
 */
export async function endLeftovers(
	root: string,
	children: EndableProcess[],
	timeout: number,
): Promise<void> {
	const mark = markOf(root);
	const parents = children.flatMap(({group}) => (group ? path.dirname(group) : []));
	const groups = groupsNamed(groupBeginning + mark, parents);
	await endKin({...markedWith(mark), groups}, timeout);
	for (const group of groups) removeGroup(group);
}

/**
 * The processes of a development server that run in the project's folder, and what its applications have
 * started, except this process and its children. None where /proc does not show them: on another system, or of another user.
 */
export function findOrphans(root: string): ProcessIdentity[] {
	const folder = realpathSync(root);
	const programs = allProcesses()
		.filter(pid => pid !== process.pid && isOfServer(pid, folder))
		.map(identify)
		.filter(isAlive);
	const others = kinOf(markedWith(markOf(folder)));
	return [...programs, ...others.filter(({pid}) => !programs.some(one => one.pid === pid))];
}

function isOfServer(pid: number, folder: string): boolean {
	if (workingFolderOf(pid) !== folder) return false;
	// Node's own options come before the program.
	const [, ...words] = commandLineOf(pid);
	const program = words.find(word => !word.startsWith('-')) ?? '';
	return programs.test(program) && readStat(pid)?.parent !== process.pid;
}
