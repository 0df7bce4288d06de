import {readBootId, readStat} from './proc.ts';
import {programOutput} from './program-output.ts';

/** A process as it can be found again: its pid may belong to another program by then. */
export interface ProcessIdentity {
	pid: number;
	/** The boot of the system that it belongs to. */
	boot: string;
	/** When it began, in the system's own words; null where that cannot be read. */
	start: string | null;
}

export function identify(pid: number): ProcessIdentity {
	return {pid, boot: bootId(), start: startOf(pid)};
}

/**
 * Whether that very process is alive, on this machine. A zombie is dead. A process of another boot,
 * or one whose start is not known, counts as dead.
 */
export function isAlive({pid, boot, start}: ProcessIdentity): boolean {
	return typeof start === 'string' && boot === bootId() && startOf(pid) === start;
}

/**
 * Whether the living process of a pid had already begun at a given time: then it had that pid at the
 * time, too. For records without an identity.
 * @param time ISO
 */
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

/** A zombie whose other threads have yet to end still holds its files and ports: it is not dead. */
function startOnLinux(pid: number): string | null {
	const stat = readStat(pid);
	const isDead = !stat || (/[ZX]/.test(stat.state) && stat.threads <= 1);
	return isDead ? null : stat.start;
}

function startFromPs(pid: number): string | null {
	const line = programOutput('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
	return line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '') || null;
}
