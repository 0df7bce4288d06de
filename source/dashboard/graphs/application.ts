import {isElsewhere} from '../../runs/liveness.ts';
import {readServerRecord} from '../../server/control/server-state.ts';
import {childrenOf, type ProcessUsage, readUsage} from '../../system/proc.ts';
import {isAlive} from '../../system/process-identity.ts';

/** By their pids. */
export type Processes = Map<number, ProcessUsage>;

/** The pid may be of another machine or container, or be used by another process by now. */
export function isRunner(root: string, pid: number): boolean {
	if (process.platform !== 'linux') return false;
	const record = readServerRecord(root);
	if (record?.runner.pid !== pid) return false;
	const {runner, host} = record;
	return !isElsewhere({...runner, host}) && isAlive(runner);
}

/** The application and what it has started. The runner's youngest child waits for the next reload. */
export function processesOf(runner: number): Processes {
	const application = childrenOf(runner)[0];
	const found: Processes = new Map();
	const add = (pid: number) => {
		const usage = readUsage(pid);
		if (!usage || found.has(pid)) return;
		found.set(pid, usage);
		for (const child of childrenOf(pid)) add(child);
	};
	if (application !== undefined) add(application);
	return found;
}

/** Milliseconds. Of a new process it is not known when it used them: a spare has waited for long. */
export function usedSince(before: Processes, now: Processes): number {
	let used = 0;
	for (const [pid, {milliseconds}] of now) {
		const known = before.get(pid);
		if (known) used += Math.max(0, milliseconds - known.milliseconds);
	}
	return used;
}
