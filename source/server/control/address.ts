import type {IncomingMessage} from 'node:http';
import {CommandError} from '../../errors/command-error.ts';

export interface Address {
	/** A name or an IP address, IPv6 without brackets; undefined if only a port was given. */
	host?: string;
	port: number;
}

const addressAndPort = /^(?:(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):)?(\d+)$/;

/** Reads `8000`, `0:8000` (all addresses), `localhost:8000`, `[::1]:8000`. @throws CommandError */
export function parseAddress(text: string): Address {
	const match = addressAndPort.exec(text);
	if (!match) {
		throw new CommandError(`"${text}" is not a valid port number or address:port pair.`, {
			code: 'usage',
			hint: 'For example: quarterdeck runserver 8001, or quarterdeck runserver 0.0.0.0:8001.',
		});
	}
	const port = Number(match[2]);
	if (port > 65_535) {
		throw new CommandError(`${match[2]} is not a port number: the highest is 65535.`, {
			code: 'usage',
		});
	}
	const host = match[1]?.replace(/^\[|\]$/g, '');
	return {...(host !== undefined && {host: host === '0' ? '0.0.0.0' : host}), port};
}

/** The form that `parseAddress` reads. */
export function addressText({host, port}: Address): string {
	if (host === undefined) return String(port);
	return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The URL for a browser on this machine. Node reports `::` for every address. @param path of a Unix socket */
export function urlOf({
	host = '127.0.0.1',
	port,
	isSecure = false,
	path,
	isUdp = false,
}: Address & {isSecure?: boolean; path?: string; isUdp?: boolean}): string {
	if (path !== undefined) return `unix:${path}`;
	const name = host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
	if (isUdp) return `udp://${name}:${port}`;
	return `${isSecure ? 'https' : 'http'}://${name}:${port}/`;
}

/** Whether other machines can connect: neither 127.x.x.x, ::1 nor localhost. */
export function isPublic(host: string): boolean {
	return !isLoopback(host) && host !== 'localhost';
}

export function isLoopback(address: string): boolean {
	return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

/** Whether a request comes from this machine itself, and not through a proxy. */
export function isFromThisMachine({socket, headers}: IncomingMessage): boolean {
	const isProxied = (headers['x-forwarded-for'] ?? headers.forwarded) !== undefined;
	return !isProxied && isLoopback(socket.remoteAddress ?? '');
}
