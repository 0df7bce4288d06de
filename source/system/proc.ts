/**
 * Linux's data on processes and sockets in /proc. Elsewhere, and for processes that are inaccessible
 * or have just ended, the answers are empty.
 */
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

export interface ProcessStat {
	/** One letter; `Z` for a zombie. */
	state: string;
	parent: number;
	/** The pid of the session's leader. */
	session: number;
	threads: number;
	/** When the process started, in ticks since the boot. */
	start: string;
}

export interface ProcessUsage {
	/** Of a processor, by all of its threads since it started. */
	milliseconds: number;
	/** In memory. */
	bytes: number;
}

export interface ListeningSocket {
	/** In the format of a process's files: `socket:[1234]`. */
	socket: string;
	host: string;
	port: number;
	/** The number of the user who opened it. */
	user: number;
}

/** Changes with each boot. */
export function readBootId(): string {
	return attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '';
}

/** The number that Linux gives to the pids of the system itself. */
const pidsOfSystem = '4026531836';

/** What distinguishes the pids of this process's container; empty outside of one. */
export function readContainer(): string[] {
	const pids = /\d+/.exec(attempt(() => readlinkSync('/proc/self/ns/pid')) ?? '')?.[0];
	return pids === undefined || pids === pidsOfSystem ? [] : [pids];
}

export function allProcesses(): number[] {
	return numbersIn('/proc');
}

export function readStat(pid: number): ProcessStat | undefined {
	const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
	if (stat === undefined) return undefined;
	// Fields are counted after the name, which may contain blanks and brackets.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [state, parent, , session] = fields as [string, string, string, string];
	return {
		state,
		parent: Number(parent),
		session: Number(session),
		threads: Number(fields[17]),
		start: fields[19]!,
	};
}

/** Linux counts the time of processes in hundredths of a second, whatever its own ticks are. */
const tick = 10;

export function readUsage(pid: number): ProcessUsage | undefined {
	const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
	const status = attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
	const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? '')?.[1];
	// A zombie has no memory.
	if (stat === undefined || kilobytes === undefined) return undefined;
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = Number(fields[11]) + Number(fields[12]);
	return {milliseconds: ticks * tick, bytes: Number(kilobytes) * 1024};
}

/** The oldest first; those that other threads than the main one have started are left out. */
export function childrenOf(pid: number): number[] {
	const pids = attempt(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')) ?? '';
	return pids.split(' ').filter(Boolean).map(Number);
}

/** The program and its arguments, which may contain secrets. */
export function commandLineOf(pid: number): string[] {
	return (attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0');
}

/** The variables that it was started with, which may contain secrets: `NAME=value`. */
export function environmentOf(pid: number): string[] {
	return (attempt(() => readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? '').split('\0');
}

export function workingFolderOf(pid: number): string | undefined {
	return attempt(() => readlinkSync(`/proc/${pid}/cwd`));
}

/** The target of a file descriptor: `/dev/pts/3`, `socket:[1234]`. */
export function openFileOf(pid: number, descriptor: number): string | undefined {
	return attempt(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`));
}

/** Of all its threads; each has those that it has started. */
export function hasChildren(pid: number): boolean {
	return numbersIn(`/proc/${pid}/task`).some(
		thread => attempt(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')) !== '',
	);
}

export function openFilesOf(pid: number): string[] {
	return numbersIn(`/proc/${pid}/fd`).map(descriptor => openFileOf(pid, descriptor) ?? '');
}

/** The listening TCP sockets of all processes. */
export function listeningSockets(): ListeningSocket[] {
	return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table =>
		(attempt(() => readFileSync(table, 'utf8')) ?? '')
			.split('\n')
			.slice(1)
			.map(line => line.trim().split(/\s+/))
			.filter(fields => fields[3] === '0A')
			.map(([, local, , , , , , user, , inode]) => {
				const [address, port] = local!.split(':') as [string, string];
				const host = hostOf(address, table.endsWith('6'));
				return {
					socket: `socket:[${inode}]`,
					host,
					port: Number.parseInt(port, 16),
					user: Number(user),
				};
			}),
	);
}

/** The address is in the machine's byte order. For IPv6, only loopback is recognised. */
function hostOf(address: string, isWide: boolean): string {
	if (/^0+$/.test(address)) return isWide ? '::' : '0.0.0.0';
	if (isWide) return address === '00000000000000000000000001000000' ? '::1' : '::';
	const bytes = address.match(/../g)!.map(byte => Number.parseInt(byte, 16));
	return bytes.reverse().join('.');
}

function numbersIn(folder: string): number[] {
	return (attempt(() => readdirSync(folder)) ?? []).map(Number).filter(Number.isInteger);
}

function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
