import {createServer, type IncomingHttpHeaders, type RequestListener, request} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
}

/** Sends one GET to a listener on a temporary local port. */
export async function ask(
	listener: RequestListener,
	path: string,
	headers: Record<string, string>,
): Promise<Answer> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await new Promise<void>((resolve, reject) => {
		server.once('listening', () => resolve()).once('error', reject);
	});
	const {port} = server.address() as AddressInfo;
	try {
		return await new Promise((resolve, reject) => {
			request({port, host: '127.0.0.1', path, headers, agent: false}, answer => {
				answer.resume();
				resolve({status: answer.statusCode ?? 0, headers: answer.headers});
			})
				.once('error', reject)
				.end();
		});
	} finally {
		server.closeAllConnections();
		server.close();
	}
}
