import {setTimeout as pause} from 'node:timers/promises';
import {bootId, isAlive, type ProcessIdentity} from '../../system/process-identity.ts';
import type {NotedProcess, ServerRecord} from './server-state.ts';

/** Milliseconds until a process that does not leave is killed. */
const patience = 1500;

/**
 * Ends what a killed runner has left behind. Only a process that is proved to be the noted one, by
 * this boot and its start, is ever signalled.
 */
export async function endOrphans(record: ServerRecord | undefined): Promise<ProcessIdentity[]> {
	if (!record || record.bootId !== bootId()) return [];
	return endProcesses(record.children.filter(isAlive), patience);
}

/**
 * TERM, so many milliseconds of patience, KILL. One that was stopped must go on to hear the first.
 * @returns the processes
 */
export async function endProcesses(
	processes: NotedProcess[],
	milliseconds: number,
): Promise<ProcessIdentity[]> {
	for (const name of ['SIGTERM', 'SIGCONT'] as const) {
		for (const one of processes) signal(one, name);
	}
	const deadline = Date.now() + milliseconds;
	while (processes.some(isAlive) && Date.now() < deadline) await pause(30);
	for (const one of processes) signal(one, 'SIGKILL');
	while (processes.some(isAlive) && Date.now() < deadline + 1000) await pause(10);
	return processes;
}

/** A session's leader is signalled with all that it has started. */
export function signal(noted: NotedProcess, name: NodeJS.Signals): void {
	if (!isAlive(noted)) return;
	try {
		process.kill(noted.session ? -noted.pid : noted.pid, name);
	} catch {
		// It has just ended.
	}
}
