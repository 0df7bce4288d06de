import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {CommandError} from '../../errors/command-error.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {leftOvers} from './left-overs.ts';

export interface PortOwner {
	pid: number;
	/** Program and first argument, never more: arguments may hold secrets. */
	command: string;
	folder?: string;
}

/** One sentence that says who has the port, with the next free one as a hint. */
export async function portInUse(host: string | undefined, port: number): Promise<CommandError> {
	const owner = ownerOfPort(port);
	const by = owner
		? ` by ${owner.command} (pid ${owner.pid}${owner.folder ? `, in ${owner.folder}` : ''})`
		: '';
	const free = await nextFreePort(host, port + 1);
	const hints = [
		...(owner && isLeftOver(owner) ? [leftOverHint] : []),
		...(free === undefined ? [] : [`Port ${free} is free: quarterdeck runserver ${free}`]),
	];
	return new CommandError(`Port ${port} is already in use${by}.`, {
		code: 'port-in-use',
		hint: hints.length > 0 ? hints.join(' ') : undefined,
	});
}

const leftOverHint =
	'A server of this project has left it behind, and this ends it: quarterdeck stopserver --force.';

/** Whoever binds a port is a process of this project's server, and runs in its folder. */
function isLeftOver({pid, folder}: PortOwner): boolean {
	return folder === process.cwd() && leftOvers(process.cwd()).some(one => one.pid === pid);
}

/** Asks the kernel by binding; nothing is left behind. */
export function isPortFree(host: string | undefined, port: number): Promise<boolean> {
	return new Promise(resolve => {
		const probe = createServer().once('error', () => resolve(false));
		probe.listen({host, port, exclusive: true}, () => probe.close(() => resolve(true)));
	});
}

/** Waits a second at most for a program that is about to let go of a port. */
export async function waitForPort(host: string | undefined, port: number): Promise<void> {
	for (let attempt = 0; attempt < 20 && !(await isPortFree(host, port)); attempt++) await pause(50);
}

async function nextFreePort(host: string | undefined, from: number): Promise<number | undefined> {
	for (let port = from; port < from + 50 && port <= 65_535; port++) {
		if (await isPortFree(host, port)) return port;
	}
	return undefined;
}

/** @returns undefined where /proc does not tell: another system, or another user's process */
function ownerOfPort(port: number): PortOwner | undefined {
	const sockets = listeningSockets(port);
	if (sockets.size === 0) return undefined;
	for (const pid of numbersIn('/proc')) {
		if (holdsOneOf(pid, sockets)) return describe(pid);
	}
	return undefined;
}

/** The names (`socket:[1234]`) of the sockets that listen on the port. */
function listeningSockets(port: number): Set<string> {
	const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	const isListening = (fields: string[]) => fields[3] === '0A' && fields[1]!.endsWith(suffix);
	const rows = ['/proc/net/tcp', '/proc/net/tcp6']
		.flatMap(file => (attempt(() => readFileSync(file, 'utf8')) ?? '').split('\n').slice(1))
		.map(line => line.trim().split(/\s+/))
		.filter(fields => fields.length > 9 && isListening(fields));
	return new Set(rows.map(fields => `socket:[${fields[9]}]`));
}

function holdsOneOf(pid: number, sockets: Set<string>): boolean {
	const folder = `/proc/${pid}/fd`;
	return numbersIn(folder).some(file =>
		sockets.has(attempt(() => readlinkSync(path.join(folder, String(file)))) ?? ''),
	);
}

function describe(pid: number): PortOwner {
	const words = (attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0');
	const [program = '', argument = ''] = words;
	const command = [path.basename(program), argument].filter(Boolean).join(' ');
	return {
		pid,
		command: sanitise(command || 'another program', {colour: false}).slice(0, 120),
		folder: attempt(() => sanitise(readlinkSync(`/proc/${pid}/cwd`), {colour: false})),
	};
}

function numbersIn(folder: string): number[] {
	return (attempt(() => readdirSync(folder)) ?? []).map(Number).filter(Number.isInteger);
}

/** What other users' processes hide is not known; that is no error. */
function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
