import {type IncomingMessage, Server, type ServerResponse} from 'node:http';
import type {Server as NetServer, Socket} from 'node:net';
import {isEventStream} from '../../node/event-stream.ts';
import {addressOf} from '../web/request-log.ts';

/** Closes a server. @param deadline milliseconds after which remaining connections are cut */
export type Drain = (deadline: number) => Promise<void>;

/** Milliseconds a connection has to finish sending the head of its request. */
const headTimeout = 300;

/** Milliseconds a client has to take the end of its stream, or to close its WebSocket. */
const endTimeout = 1500;

/** A close frame of the WebSocket protocol: 1012, the service restarts. */
const restarting = Buffer.from([0x88, 2, 1012 >> 8, 1012 & 0xff]);

/**
 * Tracks responses in progress, so that a server can close without cutting one off. Event streams and
 * WebSockets never end by themselves and are ended at once; their clients reconnect to the next server.
 * @param write gets a line for each request that is cut off
 */
export function drainable(
	server: NetServer,
	write: (line: string) => void = line => process.stdout.write(line),
): Drain {
	const inProgress = new Map<ServerResponse, Begun>();
	const sockets = new Set<Socket>();
	let isDraining = false;
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
		inProgress.set(response, {request, at: performance.now()});
		response.once('close', () => inProgress.delete(response));
		if (isDraining) response.setHeader('Connection', 'close');
	});
	const upgraded = new Map<Socket, Begun>();
	onUpgrade(server, (request, socket) => {
		upgraded.set(socket, {request, at: performance.now()});
		socket.once('close', () => upgraded.delete(socket));
	});
	const tell = (begun: Iterable<Begun>) => {
		for (const one of begun) write(`${lineOf(one)}\n`);
	};

	return async function drain(deadline) {
		if (!server.listening) return;
		isDraining = true;
		tell(upgraded.values());
		for (const [socket, {request}] of upgraded) cutOff(socket, request);
		const streams = new Set<ServerResponse>();
		for (const [response, begun] of inProgress) {
			if (!response.headersSent) response.setHeader('Connection', 'close');
			if (!isEventStream(response)) continue;
			tell([begun]);
			inProgress.delete(response);
			streams.add(response);
			endStream(response, begun.request);
		}
		const {closeIdleConnections, closeAllConnections} = server as Partial<Server>;
		const closeIdle = () => {
			const unsent = [...inProgress.keys(), ...streams].filter(isUnsent);
			for (const response of unsent) response.finished = false;
			closeIdleConnections?.call(server);
			for (const response of unsent) response.finished = true;
		};
		if (closeIdleConnections) Object.assign(server, {closeIdleConnections: closeIdle});
		// `close` drops idle connections once; those that become idle later need the sweep.
		const sweep = setInterval(closeIdle, 50);
		const cut = setTimeout(() => {
			tell(inProgress.values());
			closeAllConnections?.call(server);
			for (const socket of sockets) socket.destroy();
		}, deadline);
		const cutHalves = setTimeout(() => {
			// Responses of https refer to another socket than its connections.
			if (!(server instanceof Server)) return;
			const busy = new Set([...inProgress.keys(), ...streams].map(({socket}) => socket));
			for (const socket of sockets)
				if (!busy.has(socket) && !upgraded.has(socket)) socket.destroy();
		}, headTimeout);
		await new Promise(resolve => server.close(resolve));
		clearInterval(sweep);
		for (const timer of [cut, cutHalves]) clearTimeout(timer);
	};
}

interface Begun {
	request: IncomingMessage;
	/** On this process's clock. */
	at: number;
}

/** `Cut off after 2.6 s by the end of this process: "GET /poll HTTP/1.1"` */
function lineOf({request: {method, url = '', httpVersion}, at}: Begun): string {
	const seconds = ((performance.now() - at) / 1000).toFixed(1);
	const path = addressOf(url.split('?')[0]!);
	return `Cut off after ${seconds} s by the end of this process: "${method} ${path} HTTP/${httpVersion}"`;
}

/** Node takes its connection for idle, though the client has not got all of it. */
function isUnsent({finished, writableFinished, destroyed}: ServerResponse): boolean {
	return finished && !writableFinished && !destroyed;
}

function cutOff(socket: Socket, {headers}: IncomingMessage): void {
	// The application may go on writing.
	socket.on('error', () => {});
	if (/^websocket$/i.test(headers.upgrade ?? '') && socket.writable) socket.write(restarting);
	// The client closes it: what it sends meanwhile would reset the connection, and lose the reason.
	socket.end();
	ignoreWrites(socket);
	// A client that does not read would keep it open.
	setTimeout(() => socket.destroy(), endTimeout).unref();
}

/** What the application goes on writing would be an error, by which Node destroys the connection. */
function ignoreWrites(stream: Socket | ServerResponse): void {
	Object.assign(stream, {write: () => true, end: () => stream});
}

/** With its last chunk, so that the client sees an end and no failure. */
function endStream(response: ServerResponse, {socket, httpVersionMajor}: IncomingMessage): void {
	// The application may go on writing.
	response.on('error', () => {});
	// The client would ask for the next stream on the same connection.
	response.once('finish', () => httpVersionMajor === 1 && socket.destroySoon());
	response.end();
	ignoreWrites(response);
	setTimeout(() => response.destroy(), endTimeout).unref();
}

/** Node refuses upgrades if nothing listens for them, so listen only if the application does. */
function onUpgrade(
	server: NetServer,
	onSocket: (request: IncomingMessage, socket: Socket) => void,
): void {
	const listen = () => server.prependListener('upgrade', onSocket);
	if (server.listenerCount('upgrade') > 0) listen();
	else {
		server.on('newListener', function wait(name) {
			if (name !== 'upgrade') return;
			server.off('newListener', wait);
			listen();
		});
	}
}
