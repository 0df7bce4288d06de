import type {Question} from '../control/messages.ts';
import {type HeldSocket, holdSocket} from './held-socket.ts';

type Wanted = Omit<Extract<Question, {what: 'socket'}>, 'what'>;

/** Every socket that an application of this server has listened on, for the one that comes next. */
export class SocketPool {
	readonly #held = new Map<string, {socket: HeldSocket; user?: object}>();

	/**
	 * The same port gives the same socket, on whatever address it was first asked for.
	 * @param user whom the socket is for
	 * @throws CommandError `port-in-use` …
	 */
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

	/** Lets go of the sockets that somebody else, or nobody, has asked for. */
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

/** Any port is another one each time, but the same after a reload. */
function keyOf(port: number, nth: number): string {
	return port === 0 ? `any ${nth}` : String(port);
}
