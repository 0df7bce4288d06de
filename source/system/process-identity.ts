import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/** A process as it can be found again: a pid alone may have gone to another program. */
export interface ProcessIdentity {
	pid: number;
	/** When it began, in the system's own words; null where that cannot be read. */
	start: string | null;
}

export function identify(pid: number): ProcessIdentity {
	return {pid, start: startOf(pid)};
}

/** Whether that very process still lives. A zombie counts as dead, an unknown start as another one. */
export function isAlive({pid, start}: ProcessIdentity): boolean {
	return start !== null && startOf(pid) === start;
}

/** Differs after each boot, so that a pid noted before it is never trusted. */
export function bootId(): string {
	try {
		if (process.platform === 'linux')
			return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		return execFileSync('sysctl', ['-n', 'kern.boottime'], {encoding: 'utf8'}).trim();
	} catch {
		return 'unknown';
	}
}

function startOf(pid: number): string | null {
	try {
		return process.platform === 'linux' ? startOnLinux(pid) : startFromPs(pid);
	} catch {
		return null;
	}
}

/**
 * Fields of /proc/PID/stat count from behind the name, which may hold anything. A zombie whose other
 * threads still end holds its files and ports yet, so it is not dead.
 */
function startOnLinux(pid: number): string | null {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]!];
	const isDead = (state === 'Z' || state === 'X') && threads <= 1;
	return isDead ? null : start;
}

function startFromPs(pid: number): string | null {
	const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {encoding: 'utf8'});
	return line.trim().startsWith('Z') ? null : line.trim().replace(/^\S+\s+/, '') || null;
}
