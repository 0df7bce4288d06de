import type {Server, ServerResponse} from 'node:http';

/** Counts the answers under way, so that a server can end without cutting one off. */
export function drainable(server: Server): (deadline: number) => Promise<void> {
	const underWay = new Set<ServerResponse>();
	let draining = false;
	server.prependListener('request', (_, response: ServerResponse) => {
		underWay.add(response);
		response.once('close', () => underWay.delete(response));
		if (draining) response.setHeader('Connection', 'close');
	});

	/**
	 * Takes no new connection, lets answers end, and closes those that are kept alive. What is not
	 * done at the deadline (half a request, an event stream) is cut.
	 * @param deadline in milliseconds from now
	 */
	return async function drain(deadline) {
		if (!server.listening) return;
		draining = true;
		for (const response of underWay) {
			if (!response.headersSent) response.setHeader('Connection', 'close');
		}
		// `close` drops what is idle once; a connection that becomes idle later needs the sweep.
		const sweep = setInterval(() => server.closeIdleConnections(), 50);
		const cut = setTimeout(() => server.closeAllConnections(), deadline);
		await new Promise(resolve => server.close(resolve));
		clearInterval(sweep);
		clearTimeout(cut);
	};
}
