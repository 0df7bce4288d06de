import {type AddressInfo, createServer} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {CommandError} from '../../errors/command-error.ts';
import {portWay, ways} from '../../errors/ways.ts';
import {nameOfUser} from '../../system/file-owner.ts';
import {
	allProcesses,
	commandLineOf,
	listeningSockets,
	openFilesOf,
	workingFolderOf,
} from '../../system/proc.ts';
import {redactArguments} from '../../terminal/redact-arguments.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {findOrphans} from './orphaned-processes.ts';

interface PortOwner {
	/** Undefined for another user's process, which /proc does not show. */
	pid?: number;
	/** Its command line, without secrets. */
	command: string;
	user: string;
	folder?: string;
}

/** One sentence that says who has the port, with the next free one as a hint. */
export async function portInUse(host: string | undefined, port: number): Promise<CommandError> {
	const owner = ownerOfPort(port);
	const by = owner ? ` by ${describe(owner)}` : '';
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
	return (
		pid !== undefined &&
		folder === process.cwd() &&
		findOrphans(process.cwd()).some(one => one.pid === pid)
	);
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

/** @returns undefined where /proc does not show it, as on another system */
function ownerOfPort(port: number): PortOwner | undefined {
	const listening = listeningSockets().filter(one => one.port === port);
	const [first] = listening;
	if (first === undefined) return undefined;
	const sockets = new Set(listening.map(({socket}) => socket));
	const pid = allProcesses().find(pid => openFilesOf(pid).some(file => sockets.has(file)));
	const user = nameOfUser(first.user).name;
	if (pid === undefined) return {user, command: 'another program'};
	const command = redactArguments(commandLineOf(pid), String(port));
	return {pid, user, command: command || 'another program', folder: workingFolderOf(pid)};
}

/** `node server.ts --port 8000 (pid 4711, user ada, in /srv/shop)` */
function describe({pid, user, command, folder}: PortOwner): string {
	const details = [
		pid !== undefined && `pid ${pid}`,
		`user ${user.replace(/^user /, '')}`,
		folder !== undefined && `in ${folder}`,
	].filter(detail => detail !== false);
	return sanitise(`${command.slice(0, longest)} (${details.join(', ')})`, {colour: false});
}

/** Some programs have very long command lines. */
const longest = 1000;
