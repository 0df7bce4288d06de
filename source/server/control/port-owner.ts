import {type AddressInfo, createServer} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {CommandError} from '../../errors/command-error.ts';
import {portWay, ways} from '../../errors/ways.ts';
import {
	allProcesses,
	commandLineOf,
	listeningSockets,
	openFilesOf,
	workingFolderOf,
} from '../../system/proc.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {findOrphans} from './orphaned-processes.ts';

interface PortOwner {
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
	const steps = [
		...(owner && isOrphan(owner) ? [{hint: orphanHint, way: ways.forceStopServer}] : []),
		...(free === undefined
			? []
			: [{hint: `Port ${free} is free: quarterdeck runserver ${free}`, way: portWay(free)}]),
	];
	return new CommandError(`Port ${port} is already in use${by}.`, {
		code: 'port-in-use',
		hint: steps.map(({hint}) => hint).join(' ') || undefined,
		ways: steps.map(({way}) => way),
	});
}

const orphanHint =
	'It is left over from a server of this project; end it with: quarterdeck stopserver --force.';

/** Whoever binds a port is a process of this project's server, and runs in its folder. */
function isOrphan({pid, folder}: PortOwner): boolean {
	return folder === process.cwd() && findOrphans(process.cwd()).some(one => one.pid === pid);
}

/** Binds a port for a moment, 0 for any free one. @returns it; undefined if it cannot be bound */
export function probePort(host: string | undefined, port: number): Promise<number | undefined> {
	return new Promise(resolve => {
		const probe = createServer().once('error', () => resolve(undefined));
		probe.listen({host, port, exclusive: true}, () => {
			const {port: bound} = probe.address() as AddressInfo;
			probe.close(() => resolve(bound));
		});
	});
}

export async function isPortFree(host: string | undefined, port: number): Promise<boolean> {
	return (await probePort(host, port)) !== undefined;
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

/** @returns undefined where /proc does not show it: on another system, or of another user's process */
function ownerOfPort(port: number): PortOwner | undefined {
	const listening = listeningSockets().filter(one => one.port === port);
	if (listening.length === 0) return undefined;
	const sockets = new Set(listening.map(({socket}) => socket));
	const pid = allProcesses().find(pid => openFilesOf(pid).some(file => sockets.has(file)));
	return pid === undefined ? undefined : describe(pid);
}

function describe(pid: number): PortOwner {
	const [program = '', argument = ''] = commandLineOf(pid);
	const command = [path.basename(program), argument].filter(Boolean).join(' ');
	const folder = workingFolderOf(pid);
	return {
		pid,
		command: sanitise(command || 'another program', {colour: false}).slice(0, 120),
		folder: folder && sanitise(folder, {colour: false}),
	};
}
