import {Server, type ServerResponse} from 'node:http';
import type {Server as NetServer, Socket} from 'node:net';

/** Closes a server. @param deadline milliseconds after which remaining connections are cut */
export type Drain = (deadline: number) => Promise<void>;

/** Milliseconds a connection has to finish sending the head of its request. */
const headTimeout = 300;

/**
 * Tracks responses in progress, so that a server can close without cutting one off. Event streams and
 * WebSockets never end by themselves and are cut at once; their clients reconnect to the next server.
 */
export function drainable(server: NetServer): Drain {
	const inProgress = new Set<ServerResponse>();
	const sockets = new Set<Socket>();
	let isDraining = false;
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.prependListener('request', (_, response: ServerResponse) => {
		inProgress.add(response);
		response.once('close', () => inProgress.delete(response));
		if (isDraining) response.setHeader('Connection', 'close');
	});
	const upgraded = new Set<Socket>();
	onUpgrade(server, socket => upgraded.add(socket));

	return async function drain(deadline) {
		if (!server.listening) return;
		isDraining = true;
		for (const socket of upgraded) socket.destroy();
		for (const response of inProgress) closeAfterResponse(response);
		const {closeIdleConnections, closeAllConnections} = server as Partial<Server>;
		// `close` drops idle connections once; those that become idle later need the sweep.
		const sweep = setInterval(() => closeIdleConnections?.call(server), 50);
		const cut = setTimeout(() => {
			closeAllConnections?.call(server);
			for (const socket of sockets) socket.destroy();
		}, deadline);
		const cutHalves = setTimeout(() => {
			// Responses of https refer to another socket than its connections.
			if (!(server instanceof Server)) return;
			const busy = new Set([...inProgress].map(({socket}) => socket));
			for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
		}, headTimeout);
		await new Promise(resolve => server.close(resolve));
		clearInterval(sweep);
		for (const timer of [cut, cutHalves]) clearTimeout(timer);
	};
}

function closeAfterResponse(response: ServerResponse): void {
	if (!response.headersSent) response.setHeader('Connection', 'close');
	const isStream = /^text\/event-stream/.test(String(response.getHeader('Content-Type') ?? ''));
	if (isStream) response.destroy();
}

/** Node refuses upgrades if nothing listens for them, so listen only if the application does. */
function onUpgrade(server: NetServer, onSocket: (socket: Socket) => void): void {
	const listen = () => server.prependListener('upgrade', (_, socket: Socket) => onSocket(socket));
	if (server.listenerCount('upgrade') > 0) listen();
	else {
		server.on('newListener', function wait(name) {
			if (name !== 'upgrade') return;
			server.off('newListener', wait);
			listen();
		});
	}
}
