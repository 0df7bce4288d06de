import net from 'node:net';

/** A bound socket. */
export interface ServerHandle {
	/** @returns 0 or a system error number */
	getsockname(into: {address?: string; port?: number}): number;
	close(callback?: () => void): void;
}

/** What a TCP server is about to bind, its host name resolved. */
export interface Binding {
	/** Undefined for all addresses. */
	address?: string;
	port: number;
	/** Node's flags, as for `ipv6Only`. */
	flags: number;
}

type Bind = (this: net.Server, ...words: any[]) => void;

/** Node's own last step of `listen`, named so for those who wrap it. */
const method = '_listen2';

/**
 * Calls a function for each TCP server that is about to bind an address in this process: it may give a
 * bound socket to use instead, or name another address.
 * @returns undoes it; undefined where Node has no such step
 */
export function beforeBinding(
	choose: (server: net.Server, wanted: Binding) => {handle?: ServerHandle; address?: string},
): (() => void) | undefined {
	const prototype = net.Server.prototype as unknown as Record<string, Bind | undefined>;
	const bind = prototype[method];
	if (typeof bind !== 'function') return undefined;
	prototype[method] = function (address, port, family, backlog, fd, flags = 0) {
		const isTcp = typeof port === 'number' && port >= 0 && typeof fd !== 'number';
		if (!isTcp || handleOf(this)) return bind.call(this, address, port, family, backlog, fd, flags);
		const {handle, address: other} = choose(this, {address: address ?? undefined, port, flags});
		if (handle) (this as unknown as {_handle: ServerHandle})._handle = handle;
		const at = other === undefined ? [address, port, family] : [other, port, net.isIP(other)];
		return bind.call(this, ...at, backlog, fd, flags);
	};
	return () => {
		prototype[method] = bind;
	};
}

export function handleOf(server: net.Server): ServerHandle | undefined {
	return (server as unknown as {_handle?: ServerHandle})._handle ?? undefined;
}

/** Calls a function when a socket is closed by its server. */
export function onceClosed(handle: ServerHandle, closed: () => void): void {
	const {close} = handle;
	handle.close = function (callback) {
		handle.close = close;
		close.call(this, callback);
		closed();
	};
}

type Create = (address: string, port: number, family: number, fd: null, flags: number) => unknown;

/** @returns a bound socket; undefined if it cannot be bound now, or Node has no such function */
export function bindNow({address, port, flags}: Binding): ServerHandle | undefined {
	const create: Create | undefined = (net as any)._createServerHandle;
	const bound = (host: string) => {
		const handle = create?.(host, port, net.isIP(host), null, flags);
		if (typeof handle !== 'object') return undefined;
		// A taken port is reported only now.
		if ((handle as ServerHandle).getsockname({}) === 0) return handle as ServerHandle;
		(handle as ServerHandle).close();
		return undefined;
	};
	return address === undefined ? (bound('::') ?? bound('0.0.0.0')) : bound(address);
}
