import {Socket} from 'node:dgram';
import {errorMonitor, once} from 'node:events';
import net from 'node:net';
import {Server as TlsServer} from 'node:tls';
import {handleOf, onceClosed} from '../../node/server-handle.ts';
import type {Address} from '../control/address.ts';
import type {Listening} from '../control/messages.ts';
import {type Drain, drainable} from './drain.ts';
import {HeldSockets} from './held-sockets.ts';
import {sendToRunner} from './runner-channel.ts';

const {listen} = net.Server.prototype;
const {bind} = Socket.prototype;

/** Milliseconds. A server that is closed earlier has only looked for a free port. */
const shareAfter = 100;

interface Known {
	drain: Drain;
	/** The host as the application gave it. */
	host?: string;
	isPath: boolean;
	/** Closed, or could not listen. */
	isOver: boolean;
	/** Once it listens. */
	at?: Listening;
	/** Gives its socket to the runner. */
	share?: () => void;
}

/** Follows the servers of this process as they listen and close. How they listen is Node's own affair. */
export class ListenHook {
	readonly sockets = new HeldSockets();
	readonly #onListening: (at: Listening) => void;
	readonly #servers = new Map<net.Server, Known>();
	readonly #datagrams = new Map<Socket, Listening>();
	#reported: Listening | undefined;
	#own: net.Server | undefined;
	#isFinal = false;
	#countsAll = false;

	constructor(onListening: (at: Listening) => void) {
		this.#onListening = onListening;
		const hook = this;
		net.Server.prototype.listen = function (this: net.Server, ...words: any[]) {
			if (hook.#isFinal && this !== hook.#own) return this;
			const isPath = pathOf(words);
			if (hook.#own && this !== hook.#own && !isPath) hook.#own.close();
			listen.apply(this, words as never);
			hook.#follow(this, {host: hostOf(words), isPath});
			return this;
		} as typeof listen;
		Socket.prototype.bind = function (this: Socket, ...words: any[]) {
			if (portOf(words) > 0) this.once('listening', () => hook.#receives(this));
			return bind.apply(this, words as never);
		} as typeof bind;
	}

	/** Whether a TCP server listens or is about to. */
	get isUsed(): boolean {
		return [...this.#servers.values()].some(({isPath, isOver}) => !isOver && !isPath);
	}

	/** Makes an exported server listen. It closes if the application listens with another one later. */
	async listenFor(server: net.Server, {host, port}: Address): Promise<void> {
		this.#own = server;
		await once(server.listen({host, port}), 'listening');
	}

	/** Like `listenFor`, and ignores servers that the application starts later. */
	async listenOnlyFor(server: net.Server, address: Address): Promise<void> {
		this.#isFinal = true;
		await this.listenFor(server, address);
	}

	/** From now on, Unix sockets count as well, and sockets for datagrams, where no TCP server listens. */
	countAll(): void {
		this.#countsAll = true;
		this.#report();
	}

	/** Resolves when no response is in progress or the deadline (milliseconds) has passed. */
	async drain(deadline: number): Promise<void> {
		for (const {share} of this.#servers.values()) share?.();
		this.sockets.leave();
		await Promise.all([...this.#servers.values()].map(({drain}) => drain(deadline)));
	}

	/** Listening is as it was before. */
	undo(): void {
		net.Server.prototype.listen = listen;
		Socket.prototype.bind = bind;
		this.sockets.undo();
	}

	#follow(server: net.Server, as: Pick<Known, 'host' | 'isPath'>): void {
		const before = this.#servers.get(server);
		const known = before ?? {drain: drainable(server), isOver: false, ...as};
		this.#servers.set(server, Object.assign(known, as, {isOver: false}));
		if (before) return;
		server.on('listening', () => this.#listens(server, known));
		server.on(errorMonitor as never, (error: BindError) => {
			if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') return;
			const {code = '', address, port} = error;
			if (!known.isPath) sendToRunner({type: 'not-bound', code, host: address ?? known.host, port});
			this.#isOver(known);
		});
	}

	#listens(server: net.Server, known: Known): void {
		const [handle, address] = [handleOf(server), server.address()];
		// Its own listener, which runs first, may have closed it.
		if (handle === undefined) this.#isOver(known);
		if (handle === undefined || address === null) return;
		onceClosed(handle, () => this.#isOver(known));
		const at = listeningAt(server, address, known.host);
		setImmediate(() => {
			if (known.isOver) return;
			known.at = at;
			this.#report();
		});
		if (known.isPath) return;
		known.share = () => !known.isOver && this.sockets.share(server, handle);
		setTimeout(known.share, shareAfter).unref();
	}

	#receives(socket: Socket): void {
		const {address: host, port} = socket.address();
		this.#datagrams.set(socket, {host, port, isSecure: false, isUdp: true});
		socket.once('close', () => this.#datagrams.delete(socket));
		this.#report();
	}

	#isOver(known: Known): void {
		known.isOver = true;
		if (known.at === undefined || known.at === this.#reported) this.#report();
	}

	/** Tells where the application answers: on the chosen port, else where it listened first. */
	#report(): void {
		const all = [...this.#servers.values()].flatMap(({at, isOver}) => (at && !isOver ? at : []));
		const onPort = all.filter(({path}) => path === undefined);
		const chosen = onPort.find(({port}) => port === this.sockets.chosen?.port);
		const others = this.#countsAll && !this.isUsed ? [...all, ...this.#datagrams.values()] : [];
		const at = chosen ?? onPort[0] ?? others[0];
		if (at === undefined || at === this.#reported) return;
		this.#reported = at;
		this.#onListening(at);
	}
}

type BindError = NodeJS.ErrnoException & {address?: string; port?: number};

/** Keeps a host name as it was given, such as `localhost`. */
function listeningAt(
	server: net.Server,
	address: net.AddressInfo | string,
	asked: string | undefined,
): Listening {
	const isSecure = server instanceof TlsServer;
	if (typeof address === 'string') return {host: '', port: 0, path: address, isSecure};
	const host = asked !== undefined && net.isIP(asked) === 0 ? asked : address.address;
	return {host, port: address.port, isSecure};
}

function hostOf([first, second]: any[]): string | undefined {
	const host = typeof first === 'object' && first !== null ? first.host : second;
	return typeof host === 'string' ? host : undefined;
}

/** Of a socket for datagrams. A client's is bound to any free port. */
function portOf([first]: any[]): number {
	return Number(typeof first === 'object' && first !== null ? first.port : first) || 0;
}

function pathOf([first]: any[]): boolean {
	if (typeof first === 'object' && first !== null)
		return first.port === undefined && typeof first.path === 'string';
	return typeof first === 'string' && !/^\d+$/.test(first);
}
