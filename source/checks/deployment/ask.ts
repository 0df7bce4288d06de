import {once} from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type RequestListener,
	request,
} from 'node:http';
import type {AddressInfo} from 'node:net';

/**
 * Sends one GET to a listener on a temporary local port.
 * @returns the headers of the response
 */
export async function ask(
	listener: RequestListener,
	path: string,
	headers: Record<string, string>,
): Promise<IncomingHttpHeaders> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	try {
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		const sent = request({port, host: '127.0.0.1', path, headers, agent: false}).end();
		const [response] = (await once(sent, 'response')) as [IncomingMessage];
		response.resume();
		return response.headers;
	} finally {
		server.closeAllConnections();
		server.close();
	}
}
