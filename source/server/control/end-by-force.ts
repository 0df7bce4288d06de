import {CommandError} from '../../errors/command-error.ts';
import {bootId, isAlive} from '../../system/process-identity.ts';
import {readServerStatus, stopServer} from './control.ts';
import {endLeftOvers} from './left-overs.ts';
import {endProcesses} from './orphans.ts';
import {serverLockPath} from './server-lock.ts';
import {readServerRecord} from './server-state.ts';
import {verifyStateIsOurs} from './state-owner.ts';

/** Milliseconds until a process that does not leave is killed. */
const patience = 3000;

/**
 * Ends a server that does not answer: its runner and all that it has started, each proved by this
 * boot and its start to be the noted process. One that answers is stopped as usual. Where none runs,
 * what one has left behind is ended.
 * @returns false when none was running
 * @throws CommandError `server-unknown` when the state file does not tell who holds the lock
 */
export async function endServerByForce(
	root: string,
	{operator}: {operator: string},
): Promise<boolean> {
	verifyStateIsOurs(root);
	const {state} = await readServerStatus(root);
	if (state === 'stopped') return endLeftOvers(root);
	if (state !== 'unresponsive') return stopServer(root, {operator});
	const record = readServerRecord(root);
	if (!record || record.bootId !== bootId() || !isAlive(record.runner)) {
		throw new CommandError('It is not known which process holds the lock of the server.', {
			code: 'server-unknown',
			hint: `Find it with 'fuser ${serverLockPath(root)}'.`,
		});
	}
	await endProcesses([record.runner, ...record.children.filter(isAlive)], patience);
	return true;
}
