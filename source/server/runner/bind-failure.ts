import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {CommandError, isCommandError} from '../../errors/command-error.ts';
import {portWay} from '../../errors/ways.ts';
import {addressText} from '../control/address.ts';
import type {Inspect} from '../control/inspect.ts';
import {portInUse} from '../control/port-owner.ts';

/** Why a server could not listen. */
export interface BindFailure {
	/** The system's: `EADDRINUSE`. */
	code: string;
	host?: string;
	port?: number;
}

/**
 * Binds an address for a moment. @param port 0 for any free one
 * @returns its IP address and port
 * @throws CommandError `port-in-use` …
 */
export async function verifyBindable(
	host: string,
	port: number,
): Promise<{address: string; port: number}> {
	const probe = createServer();
	try {
		await once(probe.listen({host, port, exclusive: true}), 'listening');
	} catch (error) {
		const {code = ''} = error as NodeJS.ErrnoException;
		throw await bindFailure({code, host, port});
	}
	const {address, port: bound} = probe.address() as AddressInfo;
	await new Promise(resolve => probe.close(resolve));
	return {address, port: bound};
}

/** @returns the address with the port that it will have @throws CommandError `inspector-port` */
export async function verifyInspectable(
	inspect: Inspect | undefined,
): Promise<Inspect | undefined> {
	if (!inspect) return undefined;
	try {
		return {...inspect, port: (await verifyBindable(inspect.host, inspect.port)).port};
	} catch (error) {
		if (!isCommandError(error)) throw error;
		throw new CommandError(`No debugger could attach: ${error.message}`, {
			code: 'inspector-port',
			hint: 'Choose another port: quarterdeck runserver --inspect=PORT, or --inspect=0 for any free one.',
		});
	}
}

export async function bindFailure({code, host, port = 0}: BindFailure): Promise<CommandError> {
	if (code === 'EADDRINUSE') return portInUse(host, port);
	if (code === 'EACCES') {
		return new CommandError(`You don't have permission to access port ${port}.`, {
			code: 'port-not-allowed',
			hint: 'Ports below 1024 are reserved for root; try quarterdeck runserver 8000.',
			ways: [portWay(8000)],
		});
	}
	const hint = 'Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.';
	if (code === 'EADDRNOTAVAIL') {
		const message = `This machine has no address ${host}.`;
		return new CommandError(message, {code: 'address-not-available', hint});
	}
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		const message = `The host name ${host} cannot be resolved.`;
		return new CommandError(message, {code: 'unknown-host', hint});
	}
	const place = addressText({host, port});
	return new CommandError(`Cannot listen on ${place}: ${code}.`, {code: 'listen-failed'});
}
