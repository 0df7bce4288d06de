import type {HeldSocket} from '../control/messages.ts';

/** As it comes over IPC: never used here, only kept open. */
interface Handle {
	close(): void;
}

/**
 * Copies of the sockets on which the applications listen. During a reload, connections wait in the
 * kernel's queue, and none is refused.
 */
export class SocketPool {
	readonly #held = new Map<string, {socket: HeldSocket; handle: Handle}>();

	get all(): {socket: HeldSocket; handle: unknown}[] {
		return [...this.#held.values()];
	}

	hold(socket: HeldSocket, handle: unknown): void {
		this.#held.set(socket.id, {socket, handle: handle as Handle});
	}

	release(id: string): void {
		this.#held.get(id)?.handle.close();
		this.#held.delete(id);
	}

	releaseAll(): void {
		for (const id of [...this.#held.keys()]) this.release(id);
	}

	isHeld(port: number): boolean {
		return [...this.#held.values()].some(({socket}) => socket.port === port);
	}
}
