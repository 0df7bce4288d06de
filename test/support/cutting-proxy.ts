import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import type {TestContext} from 'node:test';

export interface CuttingProxy {
	port: number;
	/** Cuts the client off as soon as it has sent this text; the server gets it and goes on. */
	cutAfter(text: string): void;
}

/** Stands between a client and a server, and loses a connection where it is told to. */
export async function cuttingProxy(t: TestContext, server: {host: string; port: number}) {
	let wanted: string | undefined;
	const proxy = createServer(client => {
		const upstream = connect(server.port, server.host);
		t.after(() => upstream.destroy());
		client.on('data', data => {
			upstream.write(data);
			if (wanted === undefined || !data.includes(wanted)) return;
			wanted = undefined;
			client.destroy();
		});
		upstream.on('data', data => client.writable && client.write(data));
		client.on('end', () => upstream.end());
		upstream.on('end', () => client.end());
		for (const socket of [client, upstream]) socket.on('error', () => {});
	});
	t.after(() => proxy.close());
	await once(proxy.listen(0, '127.0.0.1'), 'listening');
	const {port} = proxy.address() as AddressInfo;
	return {
		port,
		cutAfter: (text: string) => {
			wanted = text;
		},
	} satisfies CuttingProxy;
}
