import {lookup} from 'node:dns/promises';
import net from 'node:net';
import {networkInterfaces} from 'node:os';
import {getSystemErrorMap} from 'node:util';
import {CommandError} from '../../errors/command-error.ts';
import {isPortFree, portInUse} from '../control/port-owner.ts';

/**
 * A bound socket that outlives the applications that listen on it: while one goes and the next
 * comes, connections wait in the kernel's queue and none is refused.
 */
export interface HeldSocket {
	port: number;
	/** To be sent to a child; undefined where Node cannot hold a socket, and the child binds by itself. */
	handle: net.Server | undefined;
	close(): void;
}

interface Handle {
	getsockname(into: {port?: number}): number;
	close(): void;
}

/** What Node's own cluster module binds with; absent from a Node to come, perhaps. */
const createHandle = (
	net as unknown as {
		_createServerHandle?: (address: string, port: number, family: 4 | 6) => Handle | number;
	}
)._createServerHandle;

/**
 * @param host undefined for every address of this machine
 * @param port 0 for any that is free
 * @throws CommandError `port-in-use`, `port-not-allowed`, `address-not-available`, `unknown-host`
 */
export async function holdSocket(host: string | undefined, port: number): Promise<HeldSocket> {
	if (typeof createHandle !== 'function') return reservePort(host, port);
	const {address, family} = await resolveHost(host);
	const handle = createHandle(address, port, family);
	if (typeof handle === 'number') throw await bindFailure(handle, host, port);
	const name: {port?: number} = {};
	// A port that is taken shows only here: libuv keeps that error for later.
	const errno = handle.getsockname(name);
	if (errno !== 0) {
		handle.close();
		throw await bindFailure(errno, host, port);
	}
	return {
		port: name.port ?? port,
		handle: handle as unknown as net.Server,
		close: () => handle.close(),
	};
}

/** The plain way: looks whether the port is free and leaves the binding to the child. */
async function reservePort(host: string | undefined, port: number): Promise<HeldSocket> {
	const bound = port === 0 ? await anyFreePort(host) : port;
	if (!(await isPortFree(host, bound))) throw await portInUse(host, bound);
	return {port: bound, handle: undefined, close: () => {}};
}

function anyFreePort(host: string | undefined): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = net.createServer().once('error', reject);
		probe.listen({host, port: 0}, () => {
			const {port} = probe.address() as net.AddressInfo;
			probe.close(() => resolve(port));
		});
	});
}

async function resolveHost(host: string | undefined): Promise<{address: string; family: 4 | 6}> {
	if (host === undefined)
		return hasIpv6() ? {address: '::', family: 6} : {address: '0.0.0.0', family: 4};
	try {
		const {address, family} = await lookup(host);
		return {address, family: family === 6 ? 6 : 4};
	} catch (error) {
		throw new CommandError(`The host name ${host} cannot be resolved.`, {
			code: 'unknown-host',
			hint: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses.',
			cause: error,
		});
	}
}

/** As Node itself tells whether `::` is to be had. */
function hasIpv6(): boolean {
	return Object.values(networkInterfaces()).some(all => all?.some(({family}) => family === 'IPv6'));
}

async function bindFailure(
	errno: number,
	host: string | undefined,
	port: number,
): Promise<CommandError> {
	const {code, message} = systemError(errno);
	if (code === 'EADDRINUSE') return portInUse(host, port);
	if (code === 'EACCES') {
		return new CommandError(`You don't have permission to access port ${port}.`, {
			code: 'port-not-allowed',
			hint: 'Ports below 1024 belong to the system; try quarterdeck runserver 8000.',
		});
	}
	if (code === 'EADDRNOTAVAIL') {
		return new CommandError(`The address ${host} is none of this machine's.`, {
			code: 'address-not-available',
			hint: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses.',
		});
	}
	return new CommandError(
		`Cannot listen on ${host ?? 'port '}${host ? ':' : ''}${port}: ${message}.`,
		{
			code: 'listen-failed',
		},
	);
}

/** Node's names for the system's numbers: `['EADDRINUSE', 'address already in use']`. */
function systemError(errno: number): {code: string; message: string} {
	const [code, message] = getSystemErrorMap().get(errno) ?? [String(errno), `error ${errno}`];
	return {code, message};
}
