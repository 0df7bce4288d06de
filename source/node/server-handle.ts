import net from 'node:net';

/** A bound socket that nothing listens on yet. `getsockname` returns 0 or a system error number. */
interface Handle {
	getsockname(into: {port?: number}): number;
	close(): void;
}

type Create = (address: string, port: number, family: 4 | 6) => Handle | number;

/** Binds a socket as Node's cluster module does, or returns a system error number. */
export const createServerHandle: Create | undefined = (net as any)._createServerHandle;
