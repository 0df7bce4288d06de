import {isAlive, isAliveSince, type ProcessIdentity} from '../system/process-identity.ts';
import {hostName} from './operator.ts';

/** A process as recorded in the state folder. Older versions only recorded its pid. */
export interface RecordedProcess extends Partial<ProcessIdentity> {
	pid: number;
	host: string;
}

/** Whether the process is alive; one of another host counts as alive. @param since ISO time */
export function isStillAlive({host, ...recorded}: RecordedProcess, since: string): boolean {
	if (host !== hostName()) return true;
	const {pid, boot, start} = recorded;
	if (boot === undefined || start === undefined) return isAliveSince(pid, since);
	return isAlive({pid, boot, start});
}
