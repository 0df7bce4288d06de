import {Server, type ServerResponse} from 'node:http';
import type {Server as NetServer, Socket} from 'node:net';

/** Ends a server; what is not done after so many milliseconds (half a request, say) is cut. */
export type Drain = (deadline: number) => Promise<void>;

/** Milliseconds that a connection has to finish the head of its request. */
const patience = 300;

/**
 * Counts the answers under way, so that a server can end without cutting one off. What has no end by
 * itself (an event stream, a WebSocket) is cut at once: its client connects again, to what comes next.
 */
export function drainable(server: NetServer): Drain {
	const underWay = new Set<ServerResponse>();
	const sockets = new Set<Socket>();
	let isDraining = false;
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.prependListener('request', (_, response: ServerResponse) => {
		underWay.add(response);
		response.once('close', () => underWay.delete(response));
		if (isDraining) response.setHeader('Connection', 'close');
	});
	const upgraded = new Set<Socket>();
	onUpgrade(server, socket => upgraded.add(socket));

	return async function drain(deadline) {
		if (!server.listening) return;
		isDraining = true;
		for (const socket of upgraded) socket.destroy();
		for (const response of underWay) leaveSoon(response);
		const {closeIdleConnections, closeAllConnections} = server as Partial<Server>;
		// `close` drops what is idle once; a connection that becomes idle later needs the sweep.
		const sweep = setInterval(() => closeIdleConnections?.call(server), 50);
		const cut = setTimeout(() => {
			closeAllConnections?.call(server);
			for (const socket of sockets) socket.destroy();
		}, deadline);
		const cutHalves = setTimeout(() => {
			// Answers of https name another socket than its connections.
			if (!(server instanceof Server)) return;
			const busy = new Set([...underWay].map(({socket}) => socket));
			for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
		}, patience);
		await new Promise(resolve => server.close(resolve));
		clearInterval(sweep);
		for (const timer of [cut, cutHalves]) clearTimeout(timer);
	};
}

function leaveSoon(response: ServerResponse): void {
	if (!response.headersSent) response.setHeader('Connection', 'close');
	const isStream = /^text\/event-stream/.test(String(response.getHeader('Content-Type') ?? ''));
	if (isStream) response.destroy();
}

/** Node refuses upgrades while nobody listens for them; so this listens only beside the application. */
function onUpgrade(server: NetServer, heard: (socket: Socket) => void): void {
	const listen = () => server.prependListener('upgrade', (_, socket: Socket) => heard(socket));
	if (server.listenerCount('upgrade') > 0) listen();
	else {
		server.on('newListener', function wait(name) {
			if (name !== 'upgrade') return;
			server.off('newListener', wait);
			listen();
		});
	}
}
