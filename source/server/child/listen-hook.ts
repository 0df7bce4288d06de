import net from 'node:net';
import {Server as TlsServer} from 'node:tls';
import type {Address} from '../control/address.ts';
import type {Listening} from '../control/messages.ts';
import {waitForPort} from '../control/port-owner.ts';
import {type Drain, drainable} from './drain.ts';
import {askRunner} from './runner-channel.ts';

const {listen} = net.Server.prototype;

/** Makes the TCP servers of this process listen on the runner's sockets, which outlive the process. */
export class ListenHook {
	/** Whether a server listens or is about to. */
	isUsed = false;
	readonly #onListening: (at: Listening) => void;
	readonly #drains: Drain[] = [];
	#anyPort = 0;
	#own: net.Server | undefined;
	#isFinal = false;

	constructor(onListening: (at: Listening) => void) {
		this.#onListening = onListening;
		const hook = this;
		net.Server.prototype.listen = function (this: net.Server, ...words: any[]) {
			const address = tcpAddress(words);
			if (!address) return listen.apply(this, words as never);
			const callback = words.findLast(word => typeof word === 'function');
			if (callback) this.once('listening', callback);
			void hook.#listen(this, address);
			return this;
		} as typeof listen;
	}

	/** Makes an exported server listen. It closes if the application listens with another one later. */
	async listenFor(server: net.Server, address: Address): Promise<void> {
		this.#own = server;
		await this.#listen(server, address);
	}

	/** Resolves when no response is in progress or the deadline (milliseconds) has passed. */
	async drain(deadline: number): Promise<void> {
		await Promise.all(this.#drains.map(drain => drain(deadline)));
	}

	/** Like `listenFor`, and ignores servers that the application starts later. */
	async listenOnlyFor(server: net.Server, address: Address): Promise<void> {
		this.#isFinal = true;
		await this.listenFor(server, address);
	}

	async #listen(server: net.Server, {host, port}: Address): Promise<void> {
		if (this.#isFinal && server !== this.#own) return;
		this.isUsed = true;
		if (this.#own && this.#own !== server) this.#own.close();
		this.#drains.push(drainable(server));
		server.once('listening', () => this.#report(server, host));
		const nth = port === 0 ? this.#anyPort++ : 0;
		const {refusal, handle} = await askRunner({what: 'socket', host, port, nth});
		if (refusal) {
			const {code, message} = refusal;
			server.emit('error', Object.assign(new Error(message), {code, port, syscall: 'listen'}));
		} else if (handle) listen.call(server, handle as never);
		else {
			await waitForPort(host, port);
			listen.call(server, {host, port});
		}
	}

	/** Keeps a host name as it was given, such as `localhost`. */
	#report(server: net.Server, asked: string | undefined): void {
		const {address, port} = server.address() as net.AddressInfo;
		const host = asked !== undefined && net.isIP(asked) === 0 ? asked : address;
		this.#onListening({host, port, isSecure: server instanceof TlsServer});
	}
}

/** @returns undefined for anything but a TCP address: a path, a descriptor, a handle */
function tcpAddress([first, second]: any[]): Address | undefined {
	if (typeof first === 'object' && first !== null) {
		const {port, host, path, fd, exclusive} = first;
		const isTcp = port !== undefined && path === undefined && fd === undefined && !exclusive;
		return isTcp ? {host, port: Number(port)} : undefined;
	}
	if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
		return {port: Number(first), ...(typeof second === 'string' && {host: second})};
	}
	return first === undefined || typeof first === 'function' ? {port: 0} : undefined;
}
