import {readBootId, readStat} from './proc.ts';
import {programOutput} from './program-output.ts';

/** Identifies a process even after its pid was reused. */
export interface ProcessIdentity {
	pid: number;
	/** The boot id of the system. */
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

/** Whether the process had already started at an ISO time, for records without an identity. */
export function isAliveSince(pid: number, time: string): boolean {
	const start = programOutput('ps', ['-o', 'lstart=', '-p', String(pid)]);
	return startOf(pid) !== null && Date.parse(start) <= Date.parse(time);
}

let boot: string | undefined;

function bootId(): string {
	const isLinux = process.platform === 'linux';
	boot ??= isLinux ? readBootId() : programOutput('sysctl', ['-n', 'kern.boottime']);
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
