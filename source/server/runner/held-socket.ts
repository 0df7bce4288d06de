import {lookup} from 'node:dns/promises';
import type {Server} from 'node:net';
import {networkInterfaces} from 'node:os';
import {getSystemErrorMap} from 'node:util';
import {CommandError} from '../../errors/command-error.ts';
import {portWay} from '../../errors/ways.ts';
import {createServerHandle} from '../../node/server-handle.ts';
import {portInUse, probePort} from '../control/port-owner.ts';

/**
 * A bound socket that outlives the applications listening on it. During a reload, connections wait in
 * the kernel's queue, and none is refused.
 */
export interface HeldSocket {
	port: number;
	/** To send to a child; undefined if Node cannot hold a socket and the child must bind it. */
	handle: Server | undefined;
	close(): void;
}

/** @param host undefined for all addresses @param port 0 for any free one @throws CommandError */
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
		handle: handle as unknown as Server,
		close: () => handle.close(),
	};
}

/** Without the private API: checks that the port is free and lets the child bind it. */
async function reservePort(host: string | undefined, port: number): Promise<HeldSocket> {
	const bound = await probePort(host, port);
	if (bound === undefined) throw await portInUse(host, port);
	return {port: bound, handle: undefined, close: () => {}};
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
	const [code, message] = getSystemErrorMap().get(errno) ?? [String(errno), `error ${errno}`];
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
	const place = host ? `${host}:${port}` : `port ${port}`;
	return new CommandError(`Cannot listen on ${place}: ${message}.`, {code: 'listen-failed'});
}
