/**
 * What Linux tells about processes and sockets in /proc. Where it tells nothing (another system,
 * another user's process, a process that has just ended) the answers are empty; that is no error.
 */
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

export interface ProcessStat {
	/** One letter; `Z` for a zombie. */
	state: string;
	parent: number;
	/** The pid of the session's leader. */
	session: number;
	threads: number;
	/** When the process began, in ticks since the boot. */
	start: string;
}

export interface ListeningSocket {
	/** As the files of a process name it: `socket:[1234]`. */
	socket: string;
	host: string;
	port: number;
}

/** Differs after each boot. */
export function readBootId(): string {
	return attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '';
}

export function allProcesses(): number[] {
	return numbersIn('/proc');
}

export function readStat(pid: number): ProcessStat | undefined {
	const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
	if (stat === undefined) return undefined;
	// The fields are counted from behind the name, which may hold blanks and brackets.
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

/** The program and its arguments, which may hold secrets. */
export function commandLineOf(pid: number): string[] {
	return (attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0');
}

export function workingFolderOf(pid: number): string | undefined {
	return attempt(() => readlinkSync(`/proc/${pid}/cwd`));
}

/** Where a file descriptor of a process leads: `/dev/pts/3`, `socket:[1234]`. */
export function openFileOf(pid: number, descriptor: number): string | undefined {
	return attempt(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`));
}

export function openFilesOf(pid: number): string[] {
	return numbersIn(`/proc/${pid}/fd`).map(descriptor => openFileOf(pid, descriptor) ?? '');
}

/** The TCP sockets that listen, of all processes. */
export function listeningSockets(): ListeningSocket[] {
	return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table =>
		(attempt(() => readFileSync(table, 'utf8')) ?? '')
			.split('\n')
			.slice(1)
			.map(line => line.trim().split(/\s+/))
			.filter(fields => fields[3] === '0A')
			.map(([, local, , , , , , , , inode]) => {
				const [address, port] = local!.split(':') as [string, string];
				const host = hostOf(address, table.endsWith('6'));
				return {socket: `socket:[${inode}]`, host, port: Number.parseInt(port, 16)};
			}),
	);
}

/** The address is in the machine's byte order. Of IPv6, only loopback is told from the rest. */
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
