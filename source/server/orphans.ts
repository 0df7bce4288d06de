import {setTimeout as pause} from 'node:timers/promises';
import {bootId, isAlive, type ProcessIdentity} from './process-identity.ts';
import type {ServerRecord} from './server-state.ts';

/** Milliseconds until a process that does not leave is killed. */
const patience = 1500;

/**
 * Ends what a killed runner has left behind. Only a process that is proved to be the noted one, by
 * this boot and its start, is ever signalled.
 */
export async function endOrphans(record: ServerRecord | undefined): Promise<ProcessIdentity[]> {
	if (!record || record.bootId !== bootId()) return [];
	const orphans = record.children.filter(isAlive);
	for (const orphan of orphans) signal(orphan, 'SIGTERM');
	const deadline = Date.now() + patience;
	while (orphans.some(isAlive) && Date.now() < deadline) await pause(30);
	for (const orphan of orphans) signal(orphan, 'SIGKILL');
	while (orphans.some(isAlive) && Date.now() < deadline + 1000) await pause(10);
	return orphans;
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
	if (!isAlive(identity)) return;
	try {
		process.kill(identity.pid, name);
	} catch {
		// It has just ended.
	}
}
