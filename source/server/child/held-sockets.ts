import type net from 'node:net';
import {
	type Binding,
	beforeBinding,
	bindNow,
	handleOf,
	onceClosed,
	type ServerHandle,
} from '../../node/server-handle.ts';
import type {Chosen, HeldSocket} from '../control/messages.ts';
import {sendToRunner} from './runner-channel.ts';

interface Waiting {
	socket: HeldSocket;
	handle: ServerHandle;
}

/**
 * The sockets of this process's servers. Each server binds its own as in any Node process; the runner
 * then holds a copy, and the next application's servers get those of this one.
 */
export class HeldSockets {
	/** What the operator chose goes before what the application says. */
	chosen: Chosen | undefined;
	/** Of the application before, not used yet. */
	#waiting: Waiting[] = [];
	readonly #used = new Map<ServerHandle, HeldSocket>();
	/** Of which the runner has a copy. */
	readonly #held = new Set<HeldSocket>();
	readonly #asked = new WeakMap<net.Server, string>();
	/** Listens on the chosen port. */
	#onChosen: net.Server | undefined;
	#count = 0;
	#isLeaving = false;
	readonly #undo: (() => void) | undefined;

	constructor() {
		this.#undo = beforeBinding((server, wanted) => this.#choose(server, wanted));
	}

	receive(socket: HeldSocket, handle: unknown): void {
		this.#held.add(socket);
		this.#waiting.push({socket, handle: handle as ServerHandle});
	}

	/** Gives a copy of a listening server's socket to the runner. */
	share(server: net.Server, handle: ServerHandle): void {
		const asked = this.#asked.get(server);
		if (asked === undefined || this.#used.has(handle)) return;
		const at: {address?: string; port?: number} = {};
		if (handle.getsockname(at) !== 0 || at.port === undefined) return;
		const id = `${process.pid}.${this.#count++}`;
		const flags = Number(asked.split(' ').at(-1));
		const socket = {id, asked, address: at.address ?? '::', port: at.port, flags};
		this.#use(handle, socket);
		sendToRunner({type: 'bound', socket}, handle);
	}

	/** The runner has its copy. */
	isHeld(id: string): void {
		for (const socket of this.#used.values()) if (socket.id === id) this.#held.add(socket);
	}

	/** Lets go of the sockets that no server of this application has used. */
	releaseUnused(): void {
		for (const {socket, handle} of this.#waiting.splice(0)) this.#release(socket, handle);
	}

	/** The process is about to exit; the runner keeps its copies for the next one. */
	leave(): void {
		this.#isLeaving = true;
		for (const {handle} of this.#waiting.splice(0)) handle.close();
	}

	/** Listening is as it was before. */
	undo(): void {
		this.#undo?.();
	}

	#choose(server: net.Server, wanted: Binding): {handle?: ServerHandle; address?: string} {
		this.#asked.set(server, keyOf(wanted));
		const address = this.#chosenAddress(wanted);
		if (address !== undefined) this.#onChosen = server;
		const binding = {...wanted, address: address ?? wanted.address};
		const handle = this.#take(keyOf(wanted), binding);
		if (!handle && wanted.port > 0) this.#releasePort(wanted.port);
		return {handle, address};
	}

	/** Once: a second server on the chosen port is the application's own affair. */
	#chosenAddress({address, port}: Binding): string | undefined {
		const {chosen} = this;
		if (!chosen || port !== chosen.port || (address !== undefined && !chosen.isHostGiven))
			return undefined;
		return this.#onChosen && handleOf(this.#onChosen) ? undefined : chosen.address;
	}

	/** What was asked for in the same words, or is bound to just this address. */
	#take(asked: string, {address = '::', port}: Binding): ServerHandle | undefined {
		const sockets = this.#waiting.map(({socket}) => socket);
		const exact = sockets.findIndex(socket => socket.asked === asked);
		const index =
			exact < 0
				? sockets.findIndex(socket => socket.address === address && socket.port === port)
				: exact;
		if (index < 0) return undefined;
		const [{socket, handle}] = this.#waiting.splice(index, 1) as [Waiting];
		this.#use(handle, socket);
		return handle;
	}

	#use(handle: ServerHandle, socket: HeldSocket): void {
		this.#used.set(handle, socket);
		onceClosed(handle, () => {
			this.#used.delete(handle);
			if (!this.#isLeaving) this.#tellReleased(socket);
		});
	}

	/** A new version of the application binds the same port in another way. */
	#releasePort(port: number): void {
		const [same, others] = [true, false].map(isSame =>
			this.#waiting.filter(({socket}) => (socket.port === port) === isSame),
		);
		this.#waiting = others!;
		for (const {socket, handle} of same!) this.#release(socket, handle);
	}

	#release(socket: HeldSocket, handle: ServerHandle): void {
		handle.close();
		this.#tellReleased(socket);
	}

	/**
	 * Waits until the runner has let go as well, a millisecond or two: a port is free as soon as its
	 * server is closed, for the next one of this process and for any other process.
	 */
	#tellReleased(socket: HeldSocket): void {
		sendToRunner({type: 'released', id: socket.id});
		if (!this.#held.delete(socket)) return;
		const {address, port, flags} = socket;
		for (let attempt = 0; attempt < mostAttempts; attempt++) {
			const free = bindNow({address, port, flags});
			free?.close();
			if (free) return;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
		}
	}
}

/** About a quarter of a second. */
const mostAttempts = 200;

/** Port 0 means another port each time, but the same one after a reload. */
function keyOf({address = '', port, flags}: Binding): string {
	return `${address} ${port} ${flags}`;
}
