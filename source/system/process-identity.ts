import {readBootId, readContainer, readStat} from './proc.ts';
import {programOutput} from './program-output.ts';

/** Identifies a process even after its pid was reused. */
export interface ProcessIdentity {
	pid: number;
	/** The boot id of the system, and in a container which one it is: pids are counted anew there. */
	boot: string;
	/** When it started, in the system's format; null when unknown. */
	start: string | null;
}

export function identify(pid: number): ProcessIdentity {
	return {pid, boot: bootId(), start: startOf(pid)};
}

/** Whether this very process is alive; a zombie, or one of another boot or unknown start, is not. */
export function isAlive({pid, boot, start}: ProcessIdentity): boolean {
	return typeof start === 'string' && boot === bootId() && startOf(pid) === start;
}

/** Whether it was recorded in another container of this system, whose processes cannot be asked. */
export function isOfOtherContainer({boot}: {boot: string}): boolean {
	const [system, container] = boot.split('/');
	const [ours, here] = bootId().split('/');
	return system === ours && container !== here;
}

/** How far a time may be in the future before it is of a wrong clock, in milliseconds. */
const clockTolerance = 60 * 60_000;

/** Whether the process had already started at an ISO time, for records without an identity. */
export function isAliveSince(pid: number, time: string): boolean {
	const since = Date.parse(time);
	if (startOf(pid) === null || since > Date.now() + clockTolerance) return false;
	return Date.parse(programOutput('ps', ['-o', 'lstart=', '-p', String(pid)])) <= since;
}

/** Whether a time in milliseconds since 1970 is at most so long ago, and not in the future. */
export function isRecent(time: number, milliseconds: number): boolean {
	const age = Date.now() - time;
	return age > -clockTolerance && age < milliseconds;
}

let boot: string | undefined;

function bootId(): string {
	const isLinux = process.platform === 'linux';
	boot ??= isLinux
		? [readBootId(), ...readContainer()].join('/')
		: programOutput('sysctl', ['-n', 'kern.boottime']);
	return boot;
}

function startOf(pid: number): string | null {
	return process.platform === 'linux' ? startOnLinux(pid) : startFromPs(pid);
}

/** A zombie with other live threads still holds its files and ports, so it is alive. */
function startOnLinux(pid: number): string | null {
	const stat = readStat(pid);
	const isDead = !stat || (/[ZX]/.test(stat.state) && stat.threads <= 1);
	return isDead ? null : stat.start;
}

function startFromPs(pid: number): string | null {
	const line = programOutput('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
	return line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '') || null;
}
