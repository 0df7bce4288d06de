import {pidsInGroup} from './control-group.ts';
import {endProcesses, signalProcess} from './end-processes.ts';
import {identify, isAlive, type ProcessIdentity} from './process-identity.ts';
import {processTable, startEnvironmentOf, type TableRow} from './process-table.ts';

/** What a process has started, directly or not, by all that tells it. */
export interface Kin {
	/** `NAME=value`, of which the value may be a beginning: a variable that is inherited. */
	mark: string;
	/** The process that has started the others; it does not belong to them. */
	leader?: ProcessIdentity;
	/** Found earlier: once a parent is gone, nobody knows whose child it was. */
	known?: ProcessIdentity[];
	/** Control groups that they are in. */
	groups?: string[];
	/** A variable whose owner lives on, with all that it has started. */
	except?: string;
}

/**
 * Those that are alive; this process and those above it are left out, and so are the system's own, whose numbers
 * are 0 and 1: a control group shows 0 for a process of another container. Without a control group, what has left the session and
 * the environment of a leader that is gone is not found.
 */
export function kinOf({mark, leader, known = [], groups = [], except}: Kin): ProcessIdentity[] {
	const table = processTable();
	const members = new Set([
		...known.filter(isAlive).map(({pid}) => pid),
		...groups.flatMap(pidsInGroup),
	]);
	const spared = new Set([0, 1, ...ancestorsOf(process.pid, table)]);
	// A process that the system did not start has no pid; 0 and 1 are the system's own.
	const wasStarted = leader !== undefined && leader.pid > 1 && leader.start !== null;
	const begin = wasStarted && process.platform === 'linux' ? Number(leader.start) : 0;
	for (const [pid, {session, start}] of table) {
		if (pid === leader?.pid || start < begin) continue;
		if ((wasStarted && session === leader.pid) || has(pid, mark)) members.add(pid);
	}
	for (const pid of spared) members.delete(pid);
	if (wasStarted && isAlive(leader)) members.add(leader.pid);
	addDescendants(members, table);
	const others = new Set<number>();
	if (except) for (const pid of members) if (has(pid, `${except}=`)) others.add(pid);
	addDescendants(others, table);
	return [...members]
		.filter(pid => !spared.has(pid) && pid !== leader?.pid && !others.has(pid))
		.map(identify)
		.filter(isAlive);
}

/** Sends TERM, and KILL to what is alive after the timeout (ms), and to what was started meanwhile. */
export async function endKin(kin: Kin, timeout: number): Promise<void> {
	let found = kinOf(kin);
	await endProcesses(found, timeout);
	for (let round = 0; round < 5 && found.length > 0; round++) {
		found = kinOf({...kin, known: [...(kin.known ?? []), ...found]});
		for (const one of found) signalProcess(one, 'SIGKILL');
	}
}

/** The process itself, and those above it. */
function ancestorsOf(pid: number, table: Map<number, TableRow>): number[] {
	const parent = table.get(pid)?.parent;
	return parent === undefined ? [pid] : [pid, ...ancestorsOf(parent, table)];
}

function addDescendants(pids: Set<number>, table: Map<number, TableRow>): void {
	for (let before = -1; before < pids.size; ) {
		before = pids.size;
		for (const [pid, {parent}] of table) if (pids.has(parent)) pids.add(pid);
	}
}

function has(pid: number, variable: string): boolean {
	return startEnvironmentOf(pid).some(one => one.startsWith(variable));
}
