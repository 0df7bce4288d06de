import {CommandError} from '../../errors/command-error.ts';
import {endProcesses} from '../../system/end-processes.ts';
import {isAlive} from '../../system/process-identity.ts';
import {readServerStatus, stopServer} from './lifecycle.ts';
import {endLeftovers, endOrphans, findOrphans} from './orphaned-processes.ts';
import {serverLockPath} from './server-lock.ts';
import {readServerRecord} from './server-state.ts';
import {verifyServerIsOurs} from './state-owner.ts';

/** Milliseconds between TERM and KILL. */
const timeout = 3000;

/**
 * Ends a server that does not answer: its runner and every process that it has started. A server
 * that answers is stopped as usual. Where none is running, its orphaned processes are ended.
 * @returns false when nothing was running
 * @throws CommandError `server-unknown` when the state file does not say which process holds the lock
 */
export async function forceStopServer(
	root: string,
	{operator}: {operator: string},
): Promise<boolean> {
	verifyServerIsOurs(root);
	const {state} = await readServerStatus(root);
	if (state === 'stopped') return findOrphans(root).length > 0 && endOrphans(root);
	if (state !== 'unresponsive') return stopServer(root, {operator});
	const record = readServerRecord(root);
	if (!record || !isAlive(record.runner)) {
		throw new CommandError('It is not known which process holds the lock of the server.', {
			code: 'server-unknown',
			hint: `Find it with 'fuser ${serverLockPath(root)}'.`,
		});
	}
	await endProcesses([record.runner, ...record.children], timeout);
	await endLeftovers(root, record.children, timeout);
	return true;
}
