import {lookup} from 'node:dns/promises';
import net from 'node:net';
import {networkInterfaces} from 'node:os';
import {getSystemErrorMap} from 'node:util';
import {CommandError} from '../../errors/command-error.ts';
import {portWay} from '../../errors/ways.ts';
import {createServerHandle} from '../../node/server-handle.ts';
import {isPortFree, portInUse} from '../control/port-owner.ts';

/**
 * A bound socket that outlives the applications listening on it. During a reload, connections wait in
 * the kernel's queue, and none is refused.
 */
export interface HeldSocket {
	port: number;
	/** To send to a child; undefined if Node cannot hold a socket and the child must bind it. */
	handle: net.Server | undefined;
	close(): void;
}

/**
 * @param host undefined for every address of this machine
 * @param port 0 for any free port
 * @throws CommandError `port-in-use`, `port-not-allowed`, `address-not-available`, `unknown-host`
 */
export async function holdSocket(host: string | undefined, port: number): Promise<HeldSocket> {
	if (typeof createServerHandle !== 'function') return reservePort(host, port);
	const {address, family} = await resolveHost(host);
	const handle = createServerHandle(address, port, family);
	if (typeof handle === 'number') throw await bindFailure(handle, host, port);
	const name: {port?: number} = {};
	// libuv reports a taken port only when listening starts.
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

/** Without the private API: checks that the port is free and lets the child bind it. */
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
			hint: 'Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.',
			cause: error,
		});
	}
}

/** Whether `::` can be bound, tested the way Node does. */
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
			hint: 'Ports below 1024 are reserved for root; try quarterdeck runserver 8000.',
			ways: [portWay(8000)],
		});
	}
	if (code === 'EADDRNOTAVAIL') {
		return new CommandError(`This machine has no address ${host}.`, {
			code: 'address-not-available',
			hint: 'Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.',
		});
	}
	return new CommandError(
		`Cannot listen on ${host ?? 'port '}${host ? ':' : ''}${port}: ${message}.`,
		{
			code: 'listen-failed',
		},
	);
}

/** Node's name and text for a system error number: `['EADDRINUSE', 'address already in use']`. */
function systemError(errno: number): {code: string; message: string} {
	const [code, message] = getSystemErrorMap().get(errno) ?? [String(errno), `error ${errno}`];
	return {code, message};
}
