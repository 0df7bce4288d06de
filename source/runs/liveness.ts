import {isAlive, isAliveSince, type ProcessIdentity} from '../system/process-identity.ts';
import {hostName} from './operator.ts';

/** A process as a file of the state folder records it. Older versions recorded its pid alone. */
export interface RecordedProcess extends Partial<ProcessIdentity> {
	pid: number;
	host: string;
}

/**
 * Whether the process is alive. One of another host counts as alive, because it cannot be asked.
 * @param since ISO time at which it was alive
 */
export function isStillAlive({host, ...recorded}: RecordedProcess, since: string): boolean {
	if (host !== hostName()) return true;
	const {pid, boot, start} = recorded;
	if (boot === undefined || start === undefined) return isAliveSince(pid, since);
	return isAlive({pid, boot, start});
}
