import type {Question} from '../control/messages.ts';
import {type HeldSocket, holdSocket} from './held-socket.ts';

type Wanted = Omit<Extract<Question, {what: 'socket'}>, 'what'>;

/** The sockets that this server's applications listen on, kept for the next one. */
export class SocketPool {
	readonly #held = new Map<string, {socket: HeldSocket; user?: object}>();

	/** The same socket for the same port, on the address it was first bound to. */
	async hold({host, port, nth}: Wanted, user?: object): Promise<HeldSocket> {
		const known = this.#held.get(keyOf(port, nth)) ?? this.#boundTo(port);
		if (known) {
			known.user = user;
			return known.socket;
		}
		const socket = await holdSocket(host, port);
		this.#held.set(keyOf(port, nth), {socket, user});
		return socket;
	}

	/** Releases all sockets that the given application has not asked for. */
	releaseAllBut(user: object | undefined): void {
		for (const [key, held] of this.#held) {
			if (user !== undefined && held.user === user) continue;
			held.socket.close();
			this.#held.delete(key);
		}
	}

	isHeld(port: number): boolean {
		return this.#boundTo(port)?.socket.handle !== undefined;
	}

	#boundTo(port: number): {socket: HeldSocket; user?: object} | undefined {
		return [...this.#held.values()].find(({socket}) => socket.port === port);
	}
}

/** Port 0 means another port each time, but the same one after a reload. */
function keyOf(port: number, nth: number): string {
	return port === 0 ? `any ${nth}` : String(port);
}
