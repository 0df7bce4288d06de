import {setTimeout as pause} from 'node:timers/promises';
import {isAlive, type ProcessIdentity} from './process-identity.ts';

/**
 * A process to end. `session` ends all processes of the session that it leads; `group` is the control group of
 * what it has started.
 */
export type EndableProcess = ProcessIdentity & {session?: true; group?: string};

/** Sends TERM, and KILL to what is alive after the timeout (ms). @returns those that were alive */
export async function endProcesses(
	processes: EndableProcess[],
	timeout: number,
): Promise<ProcessIdentity[]> {
	const alive = processes.filter(isAlive);
	for (const one of alive) signalProcess(one, 'SIGTERM');
	// A stopped process receives TERM only after CONT.
	for (const one of alive) signalProcess(one, 'SIGCONT');
	const deadline = performance.now() + timeout;
	while (alive.some(isAlive) && performance.now() < deadline) await pause(30);
	for (const one of alive) signalProcess(one, 'SIGKILL');
	while (alive.some(isAlive) && performance.now() < deadline + 1000) await pause(10);
	return alive;
}

export function signalProcess(one: EndableProcess, signal: NodeJS.Signals): void {
	if (!isAlive(one)) return;
	try {
		process.kill(one.session ? -one.pid : one.pid, signal);
	} catch {
		// It has just ended.
	}
}
