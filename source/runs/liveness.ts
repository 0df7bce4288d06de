import {
	isAlive,
	isAliveSince,
	isOfOtherContainer,
	isRecent,
	type ProcessIdentity,
} from '../system/process-identity.ts';
import {hostName} from './operator.ts';

/** A process as recorded in the state folder. Older versions only recorded its pid. */
export interface RecordedProcess extends Partial<ProcessIdentity> {
	pid: number;
	host: string;
}

/** Milliseconds without a sign of life after which a process that cannot be asked counts as dead. */
const longestSilence = 24 * 60 * 60_000;

/** Whether it is a process of another host or container, which cannot be asked. */
export function isElsewhere({host, boot}: RecordedProcess): boolean {
	return host !== hostName() || (boot !== undefined && isOfOtherContainer({boot}));
}

/**
 * Whether the process is alive; one that cannot be asked counts as alive while it gives signs of life.
 * @param since ISO time
 * @param lastSign the last sign of life, in milliseconds since 1970
 */
export function isStillAlive(
	recorded: RecordedProcess,
	since: string,
	lastSign = Date.parse(since),
): boolean {
	const {pid, boot, start} = recorded;
	if (isElsewhere(recorded)) return isRecent(lastSign, longestSilence);
	if (boot !== undefined && start !== undefined) return isAlive({pid, boot, start});
	return isRecent(lastSign, longestSilence) && isAliveSince(pid, since);
}
